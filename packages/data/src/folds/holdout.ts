import { RandomStream } from '@frostline/base';
import type { FoldKind, FoldRows } from './fold-kind.js';
import { classCountsOfGroups, classTotals } from './groups.js';
import { unevenFirst } from './stratified-group.js';

/**
 * One fold: a fraction of the samples is validated, the rest only trained on. With `seed: null` these are the last in
 * file order, as scikit-learn's `train_test_split(shuffle=False)` takes them; with a seed the fraction of each class,
 * and whole groups where there are groups.
 */
export const holdout: FoldKind = {
  name: 'holdout',
  heeds: ['fraction', 'seed'],
  keepsGroups: true,
  assign({ labels, groups }, { seed, fraction = 0.2 }) {
    const folds = new Int32Array(labels.length).fill(-1);
    if (seed === null) return folds.fill(0, labels.length - Math.ceil(fraction * labels.length));
    if (groups !== undefined) return wholeGroups({ labels, groups }, fraction, seed);
    for (const row of shareOfEachClass(labels, fraction, seed)) folds[row] = 0;
    return folds;
  },
};

/** Random rows: of each class its part, rounded so that all parts together are the fraction, rounded up. */
function shareOfEachClass(labels: ArrayLike<number>, fraction: number, seed: number): number[] {
  const random = new RandomStream(seed, 'folds');
  const members = new Map<number, number[]>();
  for (const [row, label] of Array.from(labels).entries())
    members.set(label, [...(members.get(label) ?? []), row]);
  const classes = [...members.values()].map((rows) => ({
    rows: random.shuffle(rows),
    whole: Math.floor(fraction * rows.length),
    rest: (fraction * rows.length) % 1,
  }));
  const wanted = Math.ceil(fraction * labels.length);
  let left = wanted - classes.reduce((sum, { whole }) => sum + whole, 0);
  return classes
    .sort((a, b) => b.rest - a.rest)
    .flatMap(({ rows, whole }) => rows.slice(0, whole + (left-- > 0 ? 1 : 0)));
}

/** Takes every group that brings the validated part of the classes nearer to the fraction. */
function wholeGroups(
  { labels, groups }: Required<Pick<FoldRows, 'labels' | 'groups'>>,
  fraction: number,
  seed: number,
): Int32Array {
  const counts = classCountsOfGroups(labels, groups);
  const totals = classTotals(counts);
  const taken = new Float64Array(totals.length);
  const isTaken = new Set<number>();
  const distance = (added?: Float64Array): number =>
    totals.reduce(
      (sum, total, column) =>
        sum + Math.abs(((taken[column] ?? 0) + (added?.[column] ?? 0)) / total - fraction),
      0,
    );
  for (const index of unevenFirst(counts, seed)) {
    const added = counts[index] ?? totals;
    if (distance(added) >= distance()) continue;
    for (const [column, value] of added.entries()) taken[column] = (taken[column] ?? 0) + value;
    isTaken.add(index);
  }
  return groups.map((index) => (isTaken.has(index) ? 0 : -1));
}
