import type { InputError } from '@frostline/base';
import type { BackboneEntry, Catalog } from '@frostline/protocol';
import { checkHeadOnly, parseFreeze } from '@frostline/protocol/freeze';
import { complaintOf } from './complaint.js';

/** Why a freeze setting cannot be followed with a backbone; undefined where it can. */
export function freezeMisfit(
  freeze: string,
  backbone: BackboneEntry,
  strategies: Catalog['strategies'],
  place?: string,
): InputError | undefined {
  return complaintOf(() => {
    if (backbone.onnx === undefined) parseFreeze(freeze, backbone, strategies);
    else checkHeadOnly(freeze, backbone, strategies, place);
  });
}
