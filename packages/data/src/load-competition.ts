import { readFileSync, realpathSync, statSync } from 'node:fs';
import path from 'node:path';
import { hashOf, InputError, resolveInside } from '@frostline/base';
import { readYaml } from '@frostline/protocol';
import { sortClasses } from './classes.js';
import { competitionWarnings, type Listed } from './competition-warnings.js';
import { competitionFile, type CompetitionFile } from './competition-file.js';
import type { Competition } from './competition.js';
import { readColumn, readIds, type ColumnName } from './csv-columns.js';
import { readCsvTable, type CsvTable } from './csv-table.js';
import { completeFoldPlan } from './folds/complete-plan.js';
import { FOLD_CELLS, readFoldCells } from './folds/predefined.js';
import { findImages } from './image-files.js';
import { readSampleSubmission } from './submission.js';

const OUTSIDE =
  'links and .. count: keep competition.yaml in a folder above the data; the competition of a sweep file may lie anywhere';

export interface LoadOptions {
  /** Called for every image that is hashed: a sign of life for whoever waits. */
  readonly alive?: () => void;
  /** When aborted, reading ends after a few more images, and its reason is thrown. */
  readonly signal?: AbortSignal | undefined;
  /** What errors call the file, and the folder of what it names; its path when absent. */
  readonly name?: string;
}

/**
 * Reads competition.yaml and everything it names except the solution, and checks it: columns, ids, labels, that every
 * image exists and lies inside the folder. Images are hashed, not decoded; other work of the process has its turn meanwhile.
 *
 * @param file path of competition.yaml
 * @throws InputError with file, line, what was found and what is allowed
 * @example
 * const competition = await loadCompetition('examples/fashion/competition.yaml');
 * const folds = assignFolds(competition.train, competition.folds);
 */
export async function loadCompetition(
  file: string,
  { alive = () => undefined, signal, name = file }: LoadOptions = {},
): Promise<Competition> {
  const text = readText(file, name);
  const { value: settings, placeOf } = readYaml(text, { file: name, schema: competitionFile });
  const root = realpathSync(path.dirname(file));
  const files = filesOf(name, root, settings, placeOf);
  const reading = { alive, signal };
  const { classes, foldCount, ...labelled } = await readTrain(settings, files, reading);
  const toPredict = await readTest(settings, files, reading);
  const [train, test] = [labelled.samples, toPredict.samples];
  const submission = { ...settings.submission, sample: files.resolve(['submission', 'sample']) };
  readSampleSubmission(
    { submission, test, classes },
    {
      file: files.label(['submission', 'sample']),
      id: placeOf(['submission', 'id']),
      target: placeOf(['submission', 'target']),
    },
  );
  const writtenFolds = {
    parts: settings.folds,
    placeOf: (key: string) => placeOf(['folds', key]),
    hasGroups: settings.train.group !== undefined,
    predefined: foldCount,
  };
  return {
    name: settings.name,
    root,
    metric: settings.metric,
    classes,
    train,
    test,
    submission,
    ...(settings.solution !== undefined && { solution: files.resolve(['solution']) }),
    tables: [
      ['train', 'labels'],
      ['test', 'ids'],
      ['submission', 'sample'],
      ...(settings.solution === undefined ? [] : [['solution']]),
    ].map((key) => files.resolve(key)),
    folds: completeFoldPlan([writtenFolds], writtenFolds),
    writtenFolds,
    warnings: competitionWarnings(labelled, toPredict, classes),
    hash: hashOf({
      classes,
      train: train.map(({ id, label, sha256 }) => [id, label, sha256]),
      groups: settings.train.group && train.map(({ group }) => group),
      given: settings.train.fold && train.map(({ fold }) => fold),
      test: test.map(({ id, sha256 }) => [id, sha256]),
    }),
  };
}

/** Access to the files that the settings name, by the key that names them. */
interface Files {
  resolve(key: readonly string[]): string;
  folder(key: readonly string[]): string;
  /** What errors call it. */
  label(key: readonly string[]): string;
  table(key: readonly string[]): CsvTable;
  /** A column that is named under a key. */
  column(key: readonly string[]): ColumnName;
}

function filesOf(
  name: string,
  root: string,
  settings: CompetitionFile,
  placeOf: (key: readonly string[]) => string,
): Files {
  const resolve = (key: readonly string[]): string =>
    resolveInside(root, memberAt(settings, key), { place: placeOf(key), fix: OUTSIDE });
  const label = (key: readonly string[]): string => path.join(path.dirname(name), memberAt(settings, key));
  return {
    resolve,
    folder: (key) => {
      const folder = resolve(key);
      if (statSync(folder).isDirectory()) return folder;
      throw new InputError('not-a-folder', 'not a folder', {
        place: placeOf(key),
        found: memberAt(settings, key),
      });
    },
    label,
    table: (key) => readCsvTable(resolve(key), label(key)),
    column: (key) => ({ name: memberAt(settings, key), place: placeOf(key) }),
  };
}

/** What a long reading heeds. */
interface Reading {
  readonly alive: () => void;
  readonly signal: AbortSignal | undefined;
}

async function readTrain(
  settings: CompetitionFile,
  files: Files,
  reading: Reading,
): Promise<Listed & { classes: string[]; foldCount: number | undefined }> {
  if (settings.train.id === settings.train.target)
    throw new InputError('bad-competition', 'one column is both id and target', {
      place: files.column(['train', 'target']).place,
      found: settings.train.target,
      allowed: 'the column that holds the labels',
    });
  const table = files.table(['train', 'labels']);
  const ids = readIds(table, files.column(['train', 'id']));
  const labels = readColumn(table, files.column(['train', 'target']));
  const classes = sortClasses(labels);
  if (classes.length < 2)
    throw new InputError('bad-csv', `column ${JSON.stringify(settings.train.target)} needs two classes`, {
      place: table.file,
      found: classes,
      allowed: 'at least two different labels',
    });
  const { group, fold } = settings.train;
  const groups = group === undefined ? undefined : readColumn(table, files.column(['train', 'group']));
  const given = fold === undefined ? undefined : readFolds(table, files.column(['train', 'fold']));
  const images = await findImages(files.folder(['train', 'images']), ids, table, {
    extension: settings.train.extension,
    ...reading,
  });
  const classIndex = new Map(classes.map((name, index) => [name, index]));
  const samples = images.map((image, row) => ({
    id: ids[row] ?? '',
    ...image,
    label: classIndex.get(labels[row] ?? '') ?? -1,
    ...(groups !== undefined && { group: groups[row] ?? '' }),
    ...(given !== undefined && { fold: given.folds[row] ?? -1 }),
  }));
  return { samples, table, classes, foldCount: given?.count };
}

function readFolds(table: CsvTable, column: ColumnName): { folds: Int32Array; count: number } {
  const cells = readColumn(table, column);
  const read = readFoldCells(cells);
  if ('folds' in read) return read;
  throw new InputError('bad-csv', `column ${JSON.stringify(column.name)} does not name a fold`, {
    place: table.placeOf(read.row),
    found: cells[read.row],
    allowed: FOLD_CELLS,
  });
}

async function readTest(settings: CompetitionFile, files: Files, reading: Reading): Promise<Listed> {
  const table = files.table(['test', 'ids']);
  const ids = readIds(table, files.column(['submission', 'id']));
  if (ids.length === 0)
    throw new InputError('bad-csv', 'no images to predict', {
      place: `${table.file}:1`,
      found: 'a header and no rows',
      allowed: 'at least one id',
    });
  const images = await findImages(files.folder(['test', 'images']), ids, table, {
    extension: settings.test.extension,
    ...reading,
  });
  const samples = images.map((image, row) => ({ id: ids[row] ?? '', ...image, label: -1 }));
  return { samples, table };
}

function memberAt(settings: CompetitionFile, key: readonly string[]): string {
  return String(key.reduce<unknown>((node, step) => (node as Record<string, unknown>)[step], settings));
}

function readText(file: string, name: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    throw new InputError('file-missing', 'cannot read the competition', { place: name, cause });
  }
}
