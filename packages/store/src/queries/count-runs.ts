import type { RunState } from '@frostline/protocol';
import type { Ledger } from '../ledger.js';
import { sweepKey } from './sweep-key.js';

/** How many runs of a sweep are in each state; states without any are absent. */
export function countRuns(ledger: Ledger, sweepId: string): Partial<Record<RunState, number>> {
  const rows = ledger.all<{ state: RunState; count: number }>(countSql, { sweep: sweepKey(ledger, sweepId) });
  return Object.fromEntries(rows.map(({ state, count }) => [state, count]));
}

const countSql = `
  SELECT r.state, count(*) AS count FROM sweep_trial m JOIN run r ON r.trial = m.trial
  WHERE m.sweep = @sweep GROUP BY r.state`;
