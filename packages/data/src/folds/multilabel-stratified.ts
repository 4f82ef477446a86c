import { RandomStream } from '@frostline/base';
import type { FoldKind } from './fold-kind.js';

/** Every fold has the share of each label, for samples with several labels, by iterative stratification. */
export const multilabelStratified: FoldKind = {
  name: 'multilabel_stratified',
  heeds: ['count', 'seed'],
  keepsGroups: false,
  assign: ({ labels }, { count, seed }) =>
    stratifyLabelSets(
      Array.from(labels, (label) => [label]),
      count,
      seed,
    ),
};

/**
 * Splits samples with any number of labels so that every fold has about the share of each label: again and again the
 * rarest label that is left is dealt out, each sample to the fold that lacks most of it, then to the one that lacks most
 * samples (Sechidis, Tsoumakas and Vlahavas, On the Stratification of Multi-Label Data, 2011, algorithm 1).
 *
 * @param sets labels of each sample, none twice
 * @param seed shuffles the samples first; null keeps their order, and ties go to the first fold
 * @returns the fold of each sample, 0..count-1
 */
export function stratifyLabelSets(
  sets: readonly (readonly number[])[],
  count: number,
  seed: number | null,
): Int32Array {
  const order = Int32Array.from(sets.keys());
  if (seed !== null) new RandomStream(seed, 'folds').shuffle(order);
  const waiting = new Map<number, Set<number>>();
  for (const row of order)
    for (const label of sets[row] ?? []) waiting.set(label, (waiting.get(label) ?? new Set()).add(row));
  const lacking = new Float64Array(count).fill(sets.length / count);
  const lackingOf = new Map(
    [...waiting].map(([label, rows]) => [label, new Float64Array(count).fill(rows.size / count)]),
  );
  const folds = new Int32Array(sets.length).fill(-1);
  const put = (row: number, wanted: Float64Array): void => {
    const fold = fullest(wanted, lacking);
    folds[row] = fold;
    lacking[fold] = (lacking[fold] ?? 0) - 1;
    for (const label of sets[row] ?? []) {
      const ofLabel = lackingOf.get(label);
      if (ofLabel) ofLabel[fold] = (ofLabel[fold] ?? 0) - 1;
      waiting.get(label)?.delete(row);
    }
  };
  for (let rarest = rarestOf(waiting); rarest !== undefined; rarest = rarestOf(waiting))
    for (const row of [...(waiting.get(rarest) ?? [])]) put(row, lackingOf.get(rarest) ?? lacking);
  for (const row of order) if (folds[row] === -1) put(row, lacking);
  return folds;
}

/** The label that the fewest samples still wait for, undefined when none does. */
function rarestOf(waiting: ReadonlyMap<number, ReadonlySet<number>>): number | undefined {
  const open = [...waiting].filter(([, rows]) => rows.size > 0);
  const least = Math.min(...open.map(([, rows]) => rows.size));
  return open.find(([, rows]) => rows.size === least)?.[0];
}

/** The fold that wants most, of several the one that `lacking` most samples, of several the first. */
function fullest(wanted: Float64Array, lacking: Float64Array): number {
  let best = 0;
  for (let fold = 1; fold < wanted.length; fold++) {
    const more = (wanted[fold] ?? 0) - (wanted[best] ?? 0);
    if (more > 0 || (more === 0 && (lacking[fold] ?? 0) > (lacking[best] ?? 0))) best = fold;
  }
  return best;
}
