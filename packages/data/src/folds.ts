import { InputError, RandomStream } from '@frostline/base';
import type { FoldPlan } from '@frostline/protocol';

interface FoldErrorDetails {
  /** Names of the classes, by index. */
  readonly classes?: readonly string[];
  /** Where the number of folds stands. */
  readonly place?: string;
}

/**
 * Splits samples into folds with equal class shares: class counts and sizes of any two folds differ by at most one.
 * With `seed: null` equal to scikit-learn's `StratifiedKFold(count, shuffle=False)`; with a seed the members of each
 * class are permuted. A class with fewer samples than folds is absent from some folds, where scikit-learn warns; as
 * there, it is an error only when that holds for every class.
 *
 * @param labels class index of each sample
 * @param details what errors name
 * @returns the fold of each sample, 0..count-1: the one in which it is validated
 * @throws InputError `bad-folds`
 */
export function assignFolds(
  labels: ArrayLike<number>,
  { count, seed }: FoldPlan,
  { classes, place = 'folds.count' }: FoldErrorDetails = {},
): Int32Array {
  const members = membersByFirstAppearance(labels);
  const [largest = []] = [...members].sort((a, b) => b.length - a.length);
  if (count > largest.length) {
    const index = labels[largest[0] ?? 0] ?? 0;
    const example = `class ${classes?.[index] ?? index}, the largest, has ${largest.length}`;
    throw new InputError('bad-folds', `no class has as many samples as there are folds: ${example}`, {
      place,
      found: count,
      allowed: `2..${largest.length}`,
    });
  }
  const random = seed === null ? undefined : new RandomStream(seed, 'folds');
  const folds = new Int32Array(labels.length);
  let sorted = 0;
  for (const rows of members) {
    // Deal the samples, sorted by class, like cards; then hand each class's folds out in ascending order.
    const dealt = rows.map((_, index) => (sorted + index) % count).sort((a, b) => a - b);
    sorted += rows.length;
    const handedOut = random?.shuffle(dealt) ?? dealt;
    for (const [index, row] of rows.entries()) folds[row] = handedOut[index] ?? 0;
  }
  return folds;
}

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
