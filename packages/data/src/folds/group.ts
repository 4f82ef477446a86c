import { InputError, RandomStream } from '@frostline/base';
import type { FoldKind } from './fold-kind.js';
import { groupCount, groupSizes } from './groups.js';
import { argsort } from './numpy-order.js';

/**
 * Folds of equal size that part no group: the largest group that is left goes to the smallest fold. With `seed: null`
 * equal to scikit-learn's `GroupKFold(count)`; with a seed, groups of equal size go in another order.
 */
export const group: FoldKind = {
  name: 'group',
  heeds: ['count', 'seed'],
  needs: 'group',
  keepsGroups: true,
  assign({ groups = new Int32Array() }, { count, seed }, { place = 'folds.count' }) {
    const sizes = groupSizes(groups);
    if (count > groupCount(groups))
      throw new InputError('bad-folds', 'there are fewer groups than folds', {
        place,
        found: count,
        allowed: `2..${groupCount(groups)}`,
      });
    const order =
      seed === null
        ? argsort(sizes).reverse()
        : new RandomStream(seed, 'folds')
            .shuffle(Int32Array.from(sizes.keys()))
            .sort((a, b) => (sizes[b] ?? 0) - (sizes[a] ?? 0));
    const filled = new Int32Array(count);
    const foldOf = new Int32Array(sizes.length);
    for (const index of order) {
      const lightest = filled.indexOf(Math.min(...filled));
      filled[lightest] = (filled[lightest] ?? 0) + (sizes[index] ?? 0);
      foldOf[index] = lightest;
    }
    return groups.map((index) => foldOf[index] ?? 0);
  },
};
