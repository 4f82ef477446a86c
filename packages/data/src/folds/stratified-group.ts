import { RandomStream } from '@frostline/base';
import type { FoldKind } from './fold-kind.js';
import { classCountsOfGroups, classTotals } from './groups.js';
import { checkLargestClass } from './largest-class.js';
import { pairwiseSum, standardDeviation } from './numpy-order.js';

/**
 * No group is parted, and class shares are as equal as greed gets them: groups whose classes are the most uneven first,
 * each to the fold after which class shares vary least. With `seed: null` equal to scikit-learn's
 * `StratifiedGroupKFold(count, shuffle=False)`; with a seed, groups that are as uneven go in another order.
 */
export const stratifiedGroup: FoldKind = {
  name: 'stratified_group',
  heeds: ['count', 'seed'],
  needs: 'group',
  keepsGroups: true,
  assign({ labels, groups = new Int32Array() }, { count, seed }, details) {
    checkLargestClass(labels, count, details);
    const counts = classCountsOfGroups(labels, groups);
    const totals = classTotals(counts);
    const folds = Array.from({ length: count }, () => new Float64Array(totals.length));
    const foldOf = new Int32Array(counts.length);
    for (const index of unevenFirst(counts, seed)) {
      const added = counts[index] ?? totals;
      const best = bestFold(folds, added, totals);
      folds[best]?.forEach((value, column, fold) => (fold[column] = value + (added[column] ?? 0)));
      foldOf[index] = best;
    }
    return groups.map((index) => foldOf[index] ?? 0);
  },
};

/** Groups by how unevenly they hold the classes, descending; equal ones as they come, or shuffled. */
export function unevenFirst(counts: readonly Float64Array[], seed: number | null): Int32Array {
  const spread = Float64Array.from(counts, (row) => standardDeviation(row));
  const order = Int32Array.from(counts.keys());
  if (seed !== null) new RandomStream(seed, 'folds').shuffle(order);
  return order.sort((a, b) => (spread[b] ?? 0) - (spread[a] ?? 0));
}

function bestFold(folds: readonly Float64Array[], added: Float64Array, totals: Float64Array): number {
  let best = 0;
  let least = Infinity;
  let fewest = Infinity;
  for (const [index, fold] of folds.entries()) {
    const value = unevenness(folds, index, added, totals);
    const samples = fold.reduce((sum, count) => sum + count, 0);
    if (value < least || (isClose(value, least) && samples < fewest)) {
      least = value;
      fewest = samples;
      best = index;
    }
  }
  return best;
}

/** Mean over the classes of the standard deviation over the folds of a fold's share of the class. */
function unevenness(
  folds: readonly Float64Array[],
  chosen: number,
  added: Float64Array,
  totals: Float64Array,
): number {
  const spreads = totals.map((total, column) => {
    const shares = folds.map(
      (fold, index) => ((fold[column] ?? 0) + (index === chosen ? (added[column] ?? 0) : 0)) / total,
    );
    // Along this axis numpy adds row by row.
    const mean = shares.reduce((sum, share) => sum + share, 0) / shares.length;
    return Math.sqrt(shares.reduce((sum, share) => sum + (share - mean) * (share - mean), 0) / shares.length);
  });
  return pairwiseSum(spreads) / spreads.length;
}

/** `numpy.isclose` with its standard tolerances. */
function isClose(a: number, b: number): boolean {
  return a === b || Math.abs(a - b) <= 1e-8 + 1e-5 * Math.abs(b);
}
