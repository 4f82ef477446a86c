import type { FoldKind } from './fold-kind.js';

/** The folds that a column of the competition names: scikit-learn's `PredefinedSplit`. */
export const predefined: FoldKind = {
  name: 'predefined',
  heeds: [],
  needs: 'fold',
  keepsGroups: true,
  assign: ({ predefined: folds = new Int32Array() }) => folds.slice(),
};

const WORDS = new Map([
  ['train', -1],
  ['training', -1],
  ['false', -1],
  ['val', 0],
  ['valid', 0],
  ['validation', 0],
  ['dev', 0],
  ['true', 0],
]);

/** What a cell of the column `train.fold` may hold. */
export const FOLD_CELLS = `whole numbers, -1 for images that are only trained on; or ${[...WORDS.keys()].join(', ')}`;

/**
 * The folds that cells name, numbered from 0 without gaps in their order, -1 for images that are only trained on.
 *
 * @returns `folds` and their `count`, or the first `row` that cannot be understood
 */
export function readFoldCells(
  cells: readonly string[],
): { readonly folds: Int32Array; readonly count: number } | { readonly row: number } {
  const values = cells.map((cell) => {
    const text = cell.trim().toLowerCase();
    return WORDS.get(text) ?? (/^(-1|\d{1,6})(\.0+)?$/.test(text) ? Number(text) : undefined);
  });
  const row = values.indexOf(undefined);
  if (row >= 0) return { row };
  const names = [...new Set(values)].filter((value) => value !== -1).sort((a, b) => Number(a) - Number(b));
  return { folds: Int32Array.from(values, (value) => names.indexOf(value)), count: names.length };
}
