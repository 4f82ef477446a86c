/**
 * The word of `vocabulary` that a mistyped `word` most likely meant: fewest edits (insert, delete, replace, swap
 * neighbours), at most a third of its length; undefined when none is that near.
 */
export function nearest(word: string, vocabulary: readonly string[]): string | undefined {
  const limit = Math.max(1, Math.floor(word.length / 3));
  const [best] = vocabulary
    .map((candidate) => ({ candidate, edits: edits(word, candidate) }))
    .filter((entry) => entry.edits <= limit)
    .sort((a, b) => a.edits - b.edits);
  return best?.candidate;
}

/** `did you mean "head"?`, or nothing to say. */
export function didYouMean(word: string, vocabulary: readonly string[]): string | undefined {
  const guess = nearest(word, vocabulary);
  return guess === undefined ? undefined : `did you mean "${guess}"?`;
}

/** Optimal string alignment distance: Levenshtein's with swaps of neighbours. */
function edits(a: string, b: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let row = 1; row <= a.length; row++) {
    const current = [row];
    for (let column = 1; column <= b.length; column++) {
      const same = a[row - 1] === b[column - 1];
      let cost = Math.min(
        (last[column] ?? 0) + 1,
        (current[column - 1] ?? 0) + 1,
        (last[column - 1] ?? 0) + (same ? 0 : 1),
      );
      const swapped = row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1];
      if (swapped) cost = Math.min(cost, (beforeLast[column - 2] ?? 0) + 1);
      current.push(cost);
    }
    beforeLast = last;
    last = current;
  }
  return last[b.length] ?? 0;
}
