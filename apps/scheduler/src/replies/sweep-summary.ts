import type { ApiSweep } from '@frostline/protocol';
import type { SweepRow } from '@frostline/store';

/** A sweep as the API lists it. */
export function sweepSummary(sweep: SweepRow, live: boolean): ApiSweep {
  const { id, name, file, metric, goal, created, trials, runs, runsComplete } = sweep;
  return { id, name, file, metric, goal, created, trials, runs, runsComplete, live };
}
