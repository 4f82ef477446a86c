import path from 'node:path';
import { InputError } from '@frostline/base';
import { sortClasses } from './classes.js';
import type { CompetitionFile } from './competition-file.js';
import type { CompetitionPaths } from './competition-paths.js';
import type { Listed } from './competition-warnings.js';
import { readColumn, readIds, type ColumnName } from './csv-columns.js';
import { FOLD_CELLS, readFoldCells } from './folds/predefined.js';
import { findImages, type ImageFile, type Reading } from './image-files.js';
import { listImages } from './image-listing.js';
import { addPathColumns, matchFolder } from './path-columns.js';
import type { Table } from './table.js';
import { readTarget, targetColumns } from './target.js';

/** The labelled images of a competition. */
export interface TrainList extends Listed {
  readonly classes: string[];
  /** How many folds the competition gives; undefined where it gives none. */
  readonly foldCount: number | undefined;
  /** Paths of images below the folder that are none of them, from it. */
  readonly others: readonly string[];
}

/** Finds the labelled images and what is said of them: in a table, in their paths, or in both. */
export async function readTrain(
  { train, test }: Pick<CompetitionFile, 'train' | 'test'>,
  paths: CompetitionPaths,
  reading: Reading,
): Promise<TrainList> {
  const { table, ids, images, others } = await (train.labels === undefined
    ? imagesOfFolder(train, test === undefined ? undefined : paths.folder(['test', 'images']), paths, reading)
    : imagesOfTable(train, paths, reading));
  const placeOf = (key: readonly PropertyKey[]): string => paths.placeOf(['train', 'target', ...key]);
  const labels = readTarget(table, train.target, placeOf);
  const classes = sortClasses(labels);
  if (classes.length < 2)
    throw new InputError(
      'bad-csv',
      `${targetColumns(train.target)
        .map((name) => `column ${JSON.stringify(name)}`)
        .join(' with ')} needs two classes`,
      {
        place: table.file,
        found: classes,
        allowed: 'at least two different labels',
      },
    );
  const groups = train.group === undefined ? undefined : readColumn(table, paths.column(['train', 'group']));
  const given = train.fold === undefined ? undefined : readFolds(table, paths.column(['train', 'fold']));
  const classIndex = new Map(classes.map((name, index) => [name, index]));
  const samples = images.map((image, row) => ({
    id: ids[row] ?? '',
    ...image,
    label: classIndex.get(labels[row] ?? '') ?? -1,
    ...(groups !== undefined && { group: groups[row] ?? '' }),
    ...(given !== undefined && { fold: given.folds[row] ?? -1 }),
  }));
  return { samples, table, classes, foldCount: given?.count, others };
}

interface FoundImages {
  readonly table: Table;
  readonly ids: readonly string[];
  readonly images: readonly ImageFile[];
  readonly others: readonly string[];
}

async function imagesOfTable(
  { id, target, extension }: CompetitionFile['train'],
  paths: CompetitionPaths,
  reading: Reading,
): Promise<FoundImages> {
  if (id === undefined)
    throw new InputError('bad-competition', 'train.labels needs train.id', {
      place: paths.placeOf(['train', 'labels']),
      allowed: 'the column with the image file name, as id',
    });
  if (id === target)
    throw new InputError('bad-competition', 'one column is both id and target', {
      place: paths.placeOf(['train', 'target']),
      found: target,
      allowed: 'the column that holds the labels',
    });
  const listed = paths.table(['train', 'labels']);
  const ids = readIds(listed, paths.column(['train', 'id']));
  const pattern = paths.pattern(['train', 'pattern']);
  // Hashing takes long: columns that are wrong are told before.
  if (pattern === undefined) readTarget(listed, target, (key) => paths.placeOf(['train', 'target', ...key]));
  const folder = paths.folder(['train', 'images']);
  const images = await findImages(folder, ids, listed, { extension, ...reading });
  const names = images.map((image) => path.relative(folder, image.path).split(path.sep).join('/'));
  const table =
    pattern === undefined
      ? listed
      : addPathColumns(listed, names, pattern, paths.placeOf(['train', 'pattern']));
  return { table, ids, images, others: [] };
}

/** @param testFolder whose images, where it lies below, are none of the labelled ones */
async function imagesOfFolder(
  { id }: CompetitionFile['train'],
  testFolder: string | undefined,
  paths: CompetitionPaths,
  reading: Reading,
): Promise<FoundImages> {
  if (id !== undefined)
    throw new InputError('bad-competition', 'train.id names a column of train.labels, which is absent', {
      place: paths.placeOf(['train', 'id']),
      found: id,
    });
  const folder = paths.folder(['train', 'images']);
  const label = paths.label(['train', 'images']);
  const labelled = listImages(folder).filter((name) => !liesIn(testFolder, folder, name));
  const { table, names, others } = matchFolder(label, labelled, paths.pattern(['train', 'pattern']));
  if (names.length === 0)
    throw new InputError('bad-pattern', `no image below ${label} fits the pattern`, {
      place: paths.placeOf(['train', 'pattern']),
      found: others.length === 0 ? 'no images' : others.slice(0, 3).join(', '),
    });
  const images = await findImages(folder, names, table, { extension: undefined, ...reading });
  return { table, ids: names, images, others };
}

function liesIn(inner: string | undefined, folder: string, name: string): boolean {
  if (inner === undefined || inner === folder) return false;
  return path.join(folder, name).startsWith(`${inner}${path.sep}`);
}

function readFolds(table: Table, column: ColumnName): { folds: Int32Array; count: number } {
  const cells = readColumn(table, column);
  const read = readFoldCells(cells);
  if ('folds' in read) return read;
  throw new InputError('bad-csv', `column ${JSON.stringify(column.name)} does not name a fold`, {
    place: table.placeOf(read.row),
    found: cells[read.row],
    allowed: FOLD_CELLS,
  });
}
