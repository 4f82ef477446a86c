import type { Ledger } from '../ledger.js';
import { sweepKey } from './sweep-key.js';

/**
 * Ids of the trials whose runs are all complete but which have no score in this sweep yet: just finished, finished
 * right before a crash, or run by another sweep.
 */
export function unscoredTrials(ledger: Ledger, sweepId: string): string[] {
  return ledger.all<{ id: string }>(unscoredSql, { sweep: sweepKey(ledger, sweepId) }).map(({ id }) => id);
}

const unscoredSql = `
  SELECT t.id FROM sweep_trial m JOIN trial t ON t.key = m.trial
  WHERE m.sweep = @sweep AND m.pooled_values IS NULL
    AND NOT EXISTS (SELECT 1 FROM run r WHERE r.trial = t.key AND r.state <> 'complete')
  ORDER BY m.ordinal`;
