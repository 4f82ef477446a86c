/** What a trial is ranked by. */
export interface Rankable {
  readonly id: string;
  /** Missing, NaN or infinite: not ranked. */
  readonly score?: number | null | undefined;
  /** The trial's place in its sweep, which breaks ties; one without comes last. */
  readonly ordinal?: number | undefined;
}

export type Ranked<Row extends Rankable> = Row & { readonly rank: number | null };

/**
 * Orders trials best first and numbers them from 1; those without a finite score come last, with rank null.
 * Ties go by place in the sweep, then by id: neither the order of `rows` nor the load of a machine decides.
 */
export function rankTrials<Row extends Rankable>(
  rows: readonly Row[],
  { goal }: { goal: 'maximize' | 'minimize' },
): Ranked<Row>[] {
  const sign = goal === 'maximize' ? -1 : 1;
  return rows
    .map((row) => ({
      row,
      key: isScore(row.score) ? sign * row.score : Infinity,
      place: row.ordinal ?? Infinity,
    }))
    .sort((a, b) => compare(a.key, b.key) || compare(a.place, b.place) || compare(a.row.id, b.row.id))
    .map(({ row }, index) => ({ ...row, rank: isScore(row.score) ? index + 1 : null }));
}

function isScore(score: number | null | undefined): score is number {
  return score !== null && Number.isFinite(score);
}

function compare<Value extends number | string>(a: Value, b: Value): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Fold scores in two numbers. */
export interface FoldSummary {
  readonly mean: number;
  /** Sample standard deviation (n − 1); null for a single fold. */
  readonly sd: number | null;
}

/** Mean ± sd of fold scores; null without any. NaN among them shows as NaN. */
export function summarizeFolds(scores: readonly number[]): FoldSummary | null {
  const count = scores.length;
  if (count === 0) return null;
  const mean = scores.reduce((sum, score) => sum + score, 0) / count;
  const squares = scores.reduce((sum, score) => sum + (score - mean) ** 2, 0);
  return { mean, sd: count === 1 ? null : Math.sqrt(squares / (count - 1)) };
}
