import type { ApiSweep } from '@frostline/protocol';
import type { SweepRow } from '@frostline/store';

/** A sweep of the state folder `home` as the API lists it. */
export function sweepSummary(sweep: SweepRow, home: string, live: boolean): ApiSweep {
  const { id, name, file, metric, goal, created, trials, runs, runsComplete } = sweep;
  return { id, name, file, home, metric, goal, created, trials, runs, runsComplete, live };
}
