import { InternalError } from '@frostline/base';
import type { BackboneEntry, Catalog, TrialSettings } from '@frostline/protocol';

/** The entry of a planned trial's backbone, which planning has made sure of. */
export function backboneOf({ backbone: name }: TrialSettings, { backbones }: Catalog): BackboneEntry {
  const backbone = backbones.find((entry) => entry.name === name);
  if (backbone === undefined) throw new InternalError(`a planned trial has no backbone ${name}`);
  return backbone;
}
