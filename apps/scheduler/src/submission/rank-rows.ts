import type { LeaderboardRow, SweepRow } from '@frostline/store';
import { rankTrials, summarizeFolds } from '@frostline/sweep/ranking';

/** Where a trial stands. */
export interface Place {
  readonly rank: number | null;
  /** Mean and sample standard deviation of the folds that are complete. */
  readonly foldMean: number | null;
  readonly foldSd: number | null;
}

/** A trial with its place; what `leaderboard --json` prints. */
export interface LeaderboardEntry extends LeaderboardRow, Place {}

export interface PlacedRow {
  readonly row: LeaderboardRow;
  readonly place: Place;
}

/** Ranks rows: finite pooled scores first, ties by place in the sweep. */
export function rankRows(rows: readonly LeaderboardRow[], goal: SweepRow['goal']): LeaderboardEntry[] {
  return placeRows(rows, goal).map(({ row, place }) => ({ ...row, ...place }));
}

/** As `rankRows`, with row and place side by side: putting them into one takes most of the time at 10,000 trials. */
export function placeRows(rows: readonly LeaderboardRow[], goal: SweepRow['goal']): PlacedRow[] {
  const rankable = rows.map((row) => ({ row, id: row.trialId, score: row.score, ordinal: row.ordinal }));
  return rankTrials(rankable, { goal }).map(({ row, rank }) => {
    const summary = summarizeFolds(row.foldScores.filter((score) => score !== undefined));
    return { row, place: { rank, foldMean: summary?.mean ?? null, foldSd: summary?.sd ?? null } };
  });
}
