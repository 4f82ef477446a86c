import { InputError } from '@frostline/base';
import type { CompetitionFile } from './competition-file.js';
import type { CompetitionPaths } from './competition-paths.js';
import type { Listed } from './competition-warnings.js';
import { readIds } from './csv-columns.js';
import { findImages, type Reading } from './image-files.js';
import { listImages } from './image-listing.js';
import { matchFolder } from './path-columns.js';
import { readTarget } from './target.js';

/** The images to predict, with their labels where their paths tell them. */
export interface TestList extends Listed {
  readonly labels?: readonly string[];
}

/** Finds the images to predict: those that a table lists, else every one of the folder; none without a folder. */
export async function readTest(
  { train, test, submission }: Pick<CompetitionFile, 'train' | 'test' | 'submission'>,
  paths: CompetitionPaths,
  reading: Reading,
): Promise<TestList> {
  if (test === undefined) return { samples: [], table: matchFolder('', [], undefined).table };
  const folder = paths.folder(['test', 'images']);
  const pattern = paths.pattern(['test', 'pattern']);
  const list = test.ids !== undefined ? ['test', 'ids'] : ['submission', 'sample'];
  if (test.ids === undefined && submission.sample === undefined) {
    const { table, names } = matchFolder(paths.label(['test', 'images']), listImages(folder), pattern);
    if (names.length === 0)
      throw new InputError('no-images', 'no images to predict', {
        place: paths.placeOf(['test', pattern === undefined ? 'images' : 'pattern']),
        found: `none below ${table.file}${pattern === undefined ? '' : ' that fits the pattern'}`,
      });
    const images = await findImages(folder, names, table, { extension: undefined, ...reading });
    const placeOf = (key: readonly PropertyKey[]): string => paths.placeOf(['train', 'target', ...key]);
    return {
      samples: images.map((image, row) => ({ id: names[row] ?? '', ...image, label: -1 })),
      table,
      ...(pattern !== undefined && { labels: readTarget(table, train.target, placeOf) }),
    };
  }
  if (pattern !== undefined)
    throw new InputError('bad-competition', 'test.pattern is for images that no table lists', {
      place: paths.placeOf(['test', 'pattern']),
      found: test.pattern,
      fix: 'name the labels in a solution, or leave them out',
    });
  const table = paths.table(list);
  const ids = readIds(table, paths.column(['submission', 'id']));
  if (ids.length === 0)
    throw new InputError('bad-csv', 'no images to predict', {
      place: `${table.file}:1`,
      found: 'a header and no rows',
      allowed: 'at least one id',
    });
  const images = await findImages(folder, ids, table, { extension: test.extension, ...reading });
  return { samples: images.map((image, row) => ({ id: ids[row] ?? '', ...image, label: -1 })), table };
}
