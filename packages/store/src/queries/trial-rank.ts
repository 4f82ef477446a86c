import type { Ledger } from '../ledger.js';
import { sweepFacts } from './sweep-key.js';

/**
 * The rank of one trial in its sweep, from 1, as `rankTrials` gives it over the whole leaderboard: better scores go
 * before, equal ones by place in the sweep. Undefined for a trial without a finite score.
 */
export function trialRank(ledger: Ledger, sweepId: string, trialId: string): number | undefined {
  return ledger.read(() => {
    const { key: sweep, metric } = sweepFacts(ledger, sweepId);
    return ledger.get<{ rank: number }>(rankSql, { sweep, trialId, member: `$."${metric}"` })?.rank;
  });
}

// NaN and infinities are stored by name: only a number of the JSON is a score that can be ranked.
const rankSql = `
  WITH scored AS MATERIALIZED (
    SELECT m.trial, m.ordinal,
      json_extract(m.pooled_values, @member) * iif(s.goal = 'maximize', 1, -1) AS score
    FROM sweep_trial m JOIN sweep s ON s.key = m.sweep
    WHERE m.sweep = @sweep AND json_type(m.pooled_values, @member) IN ('integer', 'real'))
  SELECT 1 + (
    SELECT count(*) FROM scored o
    WHERE o.score > mine.score OR (o.score = mine.score AND o.ordinal < mine.ordinal)) AS rank
  FROM scored mine WHERE mine.trial = (SELECT key FROM trial WHERE id = @trialId)`;
