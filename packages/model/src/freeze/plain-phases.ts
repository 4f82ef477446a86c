import type { PlannedPhase } from '@frostline/protocol/freeze';
import type { FreezePhase, FreezeQuestion, FreezeState } from './strategy.js';

/** What a strategy may say of parameters that train; by default all have the trial's rate and weight decay. */
type Rates = Partial<Pick<FreezeState, 'rateScale' | 'penalty'>>;

/**
 * The planned phases by parameter.
 *
 * @param ratesOf what a phase says of rates and penalties
 */
export function plainPhases(
  { planned, facts, settings }: FreezeQuestion,
  ratesOf: (phase: PlannedPhase) => Rates = () => ({}),
): FreezePhase[] {
  const everyStage = new Set(facts.stages.keys());
  return planned.map((phase) => {
    const { firstEpoch, restarts, trains, frozenStages } = phase;
    const trained = new Set(
      facts.stages.flatMap(({ parameterKeys, normKeys, biasKeys }, index) => {
        // The head has no entry: it trains whole.
        const which = trains[index] ?? 'all';
        return { all: parameterKeys, norms: normKeys, biases: biasKeys, none: [] }[which];
      }),
    );
    const frozen = trains.flatMap((which, index) => (which === 'none' ? [index] : []));
    const state: FreezeState = {
      frozenStages,
      evalStages: settings.bn === 'eval' ? everyStage : new Set(frozen),
      trains: (key) => trained.has(key),
      rateScale: () => 1,
      penalty: () => null,
      ...ratesOf(phase),
    };
    return { firstEpoch, restarts, state };
  });
}
