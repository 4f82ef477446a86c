import type { LeaderboardRow, SweepRow } from '@frostline/store';
import { rankTrials, summarizeFolds } from '@frostline/sweep';

/** A trial with its place; what `leaderboard --json` prints. */
export interface LeaderboardEntry extends LeaderboardRow {
  readonly rank: number | null;
  /** Mean and sample standard deviation of the folds that are complete. */
  readonly foldMean: number | null;
  readonly foldSd: number | null;
}

/** Ranks rows: finite pooled scores first, ties by place in the sweep. */
export function rankRows(rows: readonly LeaderboardRow[], goal: SweepRow['goal']): LeaderboardEntry[] {
  const rankable = rows.map((row) => ({ row, id: row.trialId, score: row.score, ordinal: row.ordinal }));
  return rankTrials(rankable, { goal }).map(({ row, rank }) => {
    const summary = summarizeFolds(row.foldScores.filter((score) => score !== undefined));
    return { ...row, rank, foldMean: summary?.mean ?? null, foldSd: summary?.sd ?? null };
  });
}
