import type { TrialSettings } from '@frostline/protocol';
import { freezeStrategies, parseStrategy } from '@frostline/protocol/freeze';

/**
 * How many augmented views of an image a run sees, one an epoch at most; `-` where no prefix is frozen or nothing is
 * augmented.
 */
export function viewsSeen({ freeze, flip, pad_crop, views, epochs }: TrialSettings): string {
  const { strategy } = parseStrategy(freeze, Object.values(freezeStrategies));
  const augmented = flip || pad_crop > 0;
  return strategy.freezes === 'none' || !augmented ? '-' : String(Math.min(views, epochs));
}
