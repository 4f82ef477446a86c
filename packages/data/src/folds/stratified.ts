import { RandomStream } from '@frostline/base';
import { checkLargestClass } from './largest-class.js';
import type { FoldKind } from './fold-kind.js';

/**
 * Equal class shares: class counts and sizes of any two folds differ by at most one. With `seed: null` equal to
 * scikit-learn's `StratifiedKFold(count, shuffle=False)`; with a seed the members of each class are permuted.
 */
export const stratified: FoldKind = {
  name: 'stratified',
  heeds: ['count', 'seed'],
  keepsGroups: false,
  assign({ labels }, { count, seed }, details) {
    checkLargestClass(labels, count, details);
    const random = seed === null ? undefined : new RandomStream(seed, 'folds');
    const folds = new Int32Array(labels.length);
    let sorted = 0;
    for (const rows of membersByFirstAppearance(labels)) {
      // Deal the samples, sorted by class, like cards; then hand each class's folds out in ascending order.
      const dealt = rows.map((_, index) => (sorted + index) % count).sort((a, b) => a - b);
      sorted += rows.length;
      const handedOut = random?.shuffle(dealt) ?? dealt;
      for (const [index, row] of rows.entries()) folds[row] = handedOut[index] ?? 0;
    }
    return folds;
  },
};

/** Rows of each class; classes in order of first appearance, which decides where scikit-learn puts the remainders. */
function membersByFirstAppearance(labels: ArrayLike<number>): number[][] {
  const members = new Map<number, number[]>();
  for (let row = 0; row < labels.length; row++) {
    const label = labels[row] ?? -1;
    const rows = members.get(label);
    if (rows === undefined) members.set(label, [row]);
    else rows.push(row);
  }
  return [...members.values()];
}
