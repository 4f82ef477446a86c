import type { RunState } from '@frostline/protocol';

/** In this order: the first state that any run of a trial is in is the trial's. */
const precedence: readonly RunState[] = ['running', 'waiting', 'paused', 'failed', 'pruned'];

/** A trial's state, derived from those of its runs: complete only when all of them are. */
export function trialState(runs: readonly RunState[]): RunState {
  return precedence.find((state) => runs.includes(state)) ?? 'complete';
}
