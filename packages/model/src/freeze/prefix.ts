import type { FreezeFacts, FreezePhase, FreezeSettings, FreezeState } from './strategy.js';

/** The state in which the first `frozenStages` stages are frozen and everything else trains at the full rate. */
export function frozenPrefix(
  { stages }: FreezeFacts,
  frozenStages: number,
  { bn = 'train' }: FreezeSettings,
): FreezeState {
  const frozenKeys = new Set(stages.slice(0, frozenStages).flatMap(({ parameterKeys }) => parameterKeys));
  const evalCount = bn === 'eval' ? stages.length : frozenStages;
  return {
    frozenStages,
    evalStages: new Set(Array.from({ length: evalCount }, (_, index) => index)),
    trains: (key) => !frozenKeys.has(key),
    rateScale: () => 1,
  };
}

/** One state from the first epoch to the last. */
export const throughout = (state: FreezeState): readonly FreezePhase[] => [{ firstEpoch: 0, state }];
