import { addPathColumns, matchFolder } from '../path-columns.js';
import { parsePattern } from '../path-pattern.js';
import type { Table } from '../table.js';
import { labelSource, readTarget, targetColumns } from '../target.js';
import type { WrittenCompetition } from './draft.js';
import type { FolderContents } from './folder-contents.js';
import { ImageIndex } from './image-column.js';

/** The labelled images of a draft, as far as listings and tables tell. */
export interface LabelledRows {
  readonly table: Table;
  readonly labels: readonly string[];
  /** Paths of the images from their folder. */
  readonly names: readonly string[];
  /** Columns of the table that a draft uses already. */
  readonly used: readonly string[];
}

/** @throws InputError where a draft's target does not fit its tables */
export function labelledRows(
  { images, tables }: FolderContents,
  { train, test }: Pick<WrittenCompetition, 'train' | 'test'>,
): LabelledRows {
  const start = train.images === '.' ? '' : `${train.images}/`;
  const pattern = train.pattern === undefined ? undefined : parsePattern(train.pattern, 'train.pattern');
  const target = labelSource.parse(train.target);
  const used = [...targetColumns(target), ...[train.id, train.fold].flatMap((name) => name ?? [])];
  const labelsOf = (table: Table): string[] => readTarget(table, target, () => '--target');
  const listed = tables.find(({ path }) => path === train.labels)?.table;
  if (listed === undefined) {
    const toPredict = test === undefined || test.images === train.images ? undefined : `${test.images}/`;
    const below = images
      .filter((image) => image.startsWith(start) && (toPredict === undefined || !image.startsWith(toPredict)))
      .map((image) => image.slice(start.length));
    const { table, names } = matchFolder(train.images, below, pattern);
    return { table, labels: labelsOf(table), names, used };
  }
  const index = new ImageIndex(images);
  const at = listed.columns.indexOf(train.id ?? '');
  const names = listed.rows.map((row) => index.find(train.images, row[at] ?? '') ?? row[at] ?? '');
  const table = pattern === undefined ? listed : addPathColumns(listed, names, pattern, '--pattern');
  return { table, labels: labelsOf(table), names, used };
}
