import type { CoreState } from '@frostline/sweep';
import type { RunState } from '@frostline/protocol';
import type { SweepProgress } from './reporter.js';

/** Where a running attempt is. */
export interface StepProgress {
  readonly step: number;
  readonly totalSteps: number;
}

const ended: readonly RunState[] = ['complete', 'pruned', 'failed'];

/** Counts a sweep's runs; a running one counts by the part of its steps that is done. */
export function sweepProgress({ runs }: CoreState, steps: ReadonlyMap<string, StepProgress>): SweepProgress {
  let done = 0;
  let paused = 0;
  let work = 0;
  for (const { id, state } of runs) {
    if (ended.includes(state)) {
      done += 1;
      work += 1;
      continue;
    }
    if (state === 'paused') paused += 1;
    const at = steps.get(id);
    if (state === 'running' && at !== undefined) work += at.step / at.totalSteps;
  }
  return { runs: runs.length, ended: done, paused, work };
}

/** How many runs are in each state. */
export function countStates({ runs }: CoreState): Partial<Record<RunState, number>> {
  const counts: Partial<Record<RunState, number>> = {};
  for (const { state } of runs) counts[state] = (counts[state] ?? 0) + 1;
  return counts;
}
