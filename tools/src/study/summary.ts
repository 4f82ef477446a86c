/** One finished trial of a study, scored on labels that it never saw. */
export interface StudyTrial {
  readonly backbone: string;
  readonly freeze: string;
  readonly learningRate: number;
  readonly seed: number;
  /** Pooled out-of-fold score: what a competitor chooses by. */
  readonly outOfFold: number;
  /** Score on the test set. */
  readonly test: number;
}

export interface Estimate {
  readonly mean: number;
  /** Standard error over seeds. */
  readonly error: number;
}

/** One row of the comparison: a strategy at the best of its rates. */
export interface StudyRow {
  readonly backbone: string;
  readonly freeze: string;
  readonly learningRate: number;
  readonly outOfFold: Estimate;
  readonly test: Estimate;
}

/**
 * For each backbone and strategy the rate whose out-of-fold score, averaged over seeds, is best; the test score is
 * looked at only afterwards. Rows are ordered by test score.
 */
export function summarize(trials: readonly StudyTrial[]): StudyRow[] {
  const cells = groupBy(trials, ({ backbone, freeze }) => `${backbone} ${freeze}`);
  return [...cells.values()]
    .map((cell) => {
      const rates = groupBy(cell, ({ learningRate }) => String(learningRate));
      const rows = [...rates.values()].map(rowOf);
      return rows.reduce((best, row) => (row.outOfFold.mean > best.outOfFold.mean ? row : best));
    })
    .sort((a, b) => b.test.mean - a.test.mean);
}

function groupBy<T>(items: readonly T[], keyOf: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) groups.set(keyOf(item), [...(groups.get(keyOf(item)) ?? []), item]);
  return groups;
}

function rowOf(seeds: readonly StudyTrial[]): StudyRow {
  const [{ backbone, freeze, learningRate } = { backbone: '', freeze: '', learningRate: NaN }] = seeds;
  return {
    backbone,
    freeze,
    learningRate,
    outOfFold: estimate(seeds.map(({ outOfFold }) => outOfFold)),
    test: estimate(seeds.map(({ test }) => test)),
  };
}

/** Mean and its standard error, s / √n with n − 1 in s. */
export function estimate(values: readonly number[]): Estimate {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { mean, error: Math.sqrt(squares / (values.length - 1) / values.length) };
}

/** How far apart two estimates are, in standard errors of their difference. */
export const separation = (a: Estimate, b: Estimate): number =>
  (a.mean - b.mean) / Math.hypot(a.error, b.error);
