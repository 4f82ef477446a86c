import { InputError } from '@frostline/base';
import { parseFreeze, type Freeze } from './parse-freeze.js';
import type { StrategyEntry } from './strategies.js';

/**
 * Makes sure that a freeze setting trains nothing but the head, of a backbone that has nothing else to train.
 *
 * @param place what errors print first
 * @throws InputError `bad-freeze` for another one, and as `parseFreeze`
 */
export function checkHeadOnly(
  text: string,
  backbone: { readonly name: string; readonly stages: readonly string[] },
  strategies: readonly StrategyEntry[],
  place?: string,
): void {
  if (trainsHeadOnly(parseFreeze(text, backbone, strategies), backbone.stages.length)) return;
  throw new InputError('bad-freeze', `${backbone.name} is frozen whole: only a new head trains`, {
    place,
    found: text,
    allowed: strategies.filter(({ trains }) => trains === 'none').map(({ syntax }) => syntax),
  });
}

function trainsHeadOnly({ strategy, stage }: Freeze, stages: number): boolean {
  return strategy.trains === 'none' || (strategy.trains === 'behind' && stage === stages - 1);
}
