import type { Draft, WrittenCompetition } from './draft.js';
import type { FolderContents, FoundTable } from './folder-contents.js';
import { findImageColumn, type ImageColumn, type ImageIndex } from './image-column.js';
import { isSubmission, roleOf } from './roles.js';

/** A table whose rows are images. */
export interface ImageTable extends FoundTable, ImageColumn {}

/** The tables of a folder that name images. */
export function imageTables({ tables }: FolderContents, index: ImageIndex): ImageTable[] {
  return tables.flatMap((found) => {
    const role = isSubmission(found.path) ? 'test' : roleOf(found.path);
    const column = findImageColumn(found.table, role, index);
    return column === undefined ? [] : [{ ...found, ...column }];
  });
}

/** What a draft says of the images to predict. */
export type TestPart = Pick<WrittenCompetition, 'test' | 'submission' | 'solution'> & Pick<Draft, 'why'>;

/**
 * The images to predict: those of a sample submission, else those of another table, else those of a folder by its name.
 *
 * @param tables that are not the labelled images'
 * @param target what labels are called where no sample says so
 * @param trainFolder whose images are not to be predicted
 */
export function findTest(
  { images, tables: all }: FolderContents,
  tables: readonly ImageTable[],
  target: string,
  trainFolder: string,
): TestPart {
  const sample =
    tables.find(({ path, table }) => isSubmission(path) && table.columns.length > 1) ??
    tables.find(({ path, table }) => roleOf(path) === 'test' && isConstant(table));
  const listed = sample ?? tables.find(({ path }) => roleOf(path) === 'test');
  if (listed !== undefined) {
    const { path, column, folder, table } = listed;
    const values = table.columns.filter((name) => name !== column);
    const labelled = sample === undefined && values.includes(target);
    const written = sample !== undefined && values.length === 1 ? (values[0] ?? target) : target;
    const solution = labelled ? path : findSolution(all, column, written);
    return {
      test: { images: folder, ...(sample === undefined && { ids: path }) },
      submission: { ...(sample !== undefined && { sample: path }), id: column, target: written },
      ...(solution !== undefined && { solution }),
      why: {
        test:
          sample === undefined
            ? `${path} lists these images.`
            : `The ids of ${path} are images of this folder, and the ones to predict.`,
        ...(solution !== undefined && { solution: 'Labels of the images to predict: for scores only.' }),
      },
    };
  }
  const folder = testFolder(images, trainFolder);
  if (folder === undefined)
    return { why: { train: 'No images to predict were found: there is nothing to submit.' } };
  return {
    test: { images: folder },
    submission: { id: 'id', target },
    why: {
      test: 'No table lists them: every image of the folder is predicted, and its path is its id.',
    },
  };
}

/** The shallowest folder that is called as one of test images. */
function testFolder(images: readonly string[], trainFolder: string): string | undefined {
  const folders = new Set(images.flatMap(foldersAbove));
  return [...folders]
    .filter((folder) => roleOf(folder.split('/').at(-1) ?? '') === 'test' && folder !== trainFolder)
    .sort((a, b) => a.split('/').length - b.split('/').length)[0];
}

/** `a/b/1.png` lies below `a/b` and `a`. */
export function foldersAbove(image: string): string[] {
  const steps = image.split('/').slice(0, -1);
  return steps.map((_, at) => steps.slice(0, at + 1).join('/'));
}

function findSolution(tables: readonly FoundTable[], id: string, target: string): string | undefined {
  return tables.find(
    ({ path, table }) =>
      roleOf(path) === 'solution' && table.columns.includes(id) && table.columns.includes(target),
  )?.path;
}

/** A sample holds one answer for all: two columns, and one value in the second. */
function isConstant({ columns, rows }: FoundTable['table']): boolean {
  return columns.length === 2 && rows.length > 1 && new Set(rows.map((row) => row[1])).size === 1;
}
