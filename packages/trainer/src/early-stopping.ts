/** What is remembered of the epochs so far. Plain JSON. */
export interface Watched {
  /** The best score since the watch began; null before the first finite one. */
  readonly best: number | null;
  /** Epochs since then that were no better. */
  readonly waited: number;
}

export const unwatched: Watched = { best: null, waited: 0 };

/** What has been seen after one more epoch. Better is better by more than `minDelta`; NaN never is. */
export function watch(
  { best, waited }: Watched,
  score: number,
  { goal, minDelta }: { readonly goal: 'maximize' | 'minimize'; readonly minDelta: number },
): Watched {
  if (!Number.isFinite(score)) return { best, waited: waited + 1 };
  const gain = best === null ? Infinity : goal === 'maximize' ? score - best : best - score;
  return gain > minDelta ? { best: score, waited: 0 } : { best, waited: waited + 1 };
}
