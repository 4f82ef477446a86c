import type { CoreState } from '@frostline/sweep';
import type { RunState } from '@frostline/protocol';
import type { SweepProgress } from './reporter.js';

/** Where a running attempt is. */
export interface StepProgress {
  readonly step: number;
  readonly totalSteps: number;
}

/** Counts a sweep's runs; a running one counts by the part of its steps that is done. */
export function sweepProgress(
  { runs, counts, workers }: CoreState,
  steps: ReadonlyMap<string, StepProgress>,
): SweepProgress {
  const ended = counts.complete + counts.pruned + counts.failed;
  let work = ended;
  for (const worker of workers.values()) {
    const at = worker.state === 'idle' ? undefined : steps.get(worker.hold?.run ?? '');
    if (at !== undefined) work += at.step / at.totalSteps;
  }
  return { runs: runs.length, ended, paused: counts.paused, work };
}

/** How many runs are in each state that some run is in. */
export function countStates({ counts }: CoreState): Partial<Record<RunState, number>> {
  return Object.fromEntries(Object.entries(counts).filter(([, count]) => count > 0));
}
