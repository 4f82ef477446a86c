import type { TrialSettings } from '@frostline/protocol';
import { freezeStrategies, parseStrategy } from '@frostline/protocol/freeze';

/**
 * How many augmented views of an image a run sees, one an epoch at most; `-` where no prefix is frozen or nothing is
 * augmented, `≤4` where how long one is frozen, if at all, lies with the backbone's stages.
 */
export function viewsSeen({ freeze, flip, pad_crop, views, epochs }: TrialSettings): string {
  const { strategy, value } = parseStrategy(freeze, Object.values(freezeStrategies));
  if (!flip && pad_crop === 0) return '-';
  switch (strategy.trains) {
    case 'all':
      return '-';
    case 'none':
    case 'behind':
      return String(Math.min(views, epochs));
    case 'none-then-all':
      return String(Math.min(views, value ?? epochs));
    default:
      return `≤${Math.min(views, epochs)}`;
  }
}
