import { InternalError } from '@frostline/base';
import type { BackboneEntry, Catalog, TrialSettings } from '@frostline/protocol';

/** The entry of a backbone, by its name in the sweep file or by that in planned settings. */
export function findBackbone(name: unknown, { backbones }: Catalog): BackboneEntry | undefined {
  return (
    backbones.find((entry) => entry.name === name) ??
    // Others are nets that are looked at only when they are asked for.
    backbones.find((entry) => 'onnx' in entry && entry.onnx?.shortName === name)
  );
}

/** The entry of a planned trial's backbone, which planning has made sure of. */
export function backboneOf({ backbone: name }: TrialSettings, catalog: Catalog): BackboneEntry {
  const backbone = findBackbone(name, catalog);
  if (backbone === undefined) throw new InternalError(`a planned trial has no backbone ${name}`);
  return backbone;
}
