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
  return rankTrials(rankable, { goal }).map(({ row, rank }) => ({
    row,
    place: placeOf(rank, row.foldScores),
  }));
}

/** The place of a trial whose rank is known; fold scores are undefined where a fold is not complete. */
export function placeOf(rank: number | null | undefined, foldScores: readonly (number | undefined)[]): Place {
  const summary = summarizeFolds(foldScores.filter((score) => score !== undefined));
  return { rank: rank ?? null, foldMean: summary?.mean ?? null, foldSd: summary?.sd ?? null };
}
