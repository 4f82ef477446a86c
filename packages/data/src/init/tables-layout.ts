import type { Draft, Layout } from './draft.js';
import { ImageIndex } from './image-column.js';
import { findLabelColumn } from './label-column.js';
import { isSubmission, roleOf } from './roles.js';
import { findTest, imageTables, type ImageTable } from './test-images.js';

/** Kaggle's train.csv, test.csv and sample_submission.csv; Hugging Face's metadata.csv or metadata.jsonl. */
export const tablesLayout: Layout = {
  name: 'tables',
  draft(contents, { pattern, target }): Draft | undefined {
    const tables = imageTables(contents, new ImageIndex(contents.images));
    const labelled = trainTable(tables);
    if (labelled === undefined) return undefined;
    const { path, column, folder, table } = labelled;
    const others = tables.filter((other) => other !== labelled);
    const sample = others.find((other) => isSubmission(other.path));
    const label =
      target === undefined
        ? findLabelColumn(
            table,
            column,
            (sample?.table.columns ?? []).filter((name) => name !== sample?.column),
          )
        : { column: target, why: 'as told' };
    const targetName = typeof label.column === 'string' ? label.column : 'label';
    const { why, ...test } = findTest(contents, others, targetName, folder);
    const used = new Set([path, test.test?.ids, test.submission?.sample, test.solution]);
    return {
      settings: {
        name: contents.name,
        metric: 'macro_f1',
        train: {
          images: folder,
          labels: path,
          id: column,
          ...(pattern !== undefined && { pattern }),
          target: label.column,
        },
        ...test,
      },
      why: {
        'train.id': `${path}: its ${column} names the images of ${folder === '.' ? 'this folder' : folder}.`,
        'train.target': `The label: ${label.why}.`,
        ...why,
      },
      notes: others
        .filter((other) => !used.has(other.path))
        .map((other) => `${other.path} lists images, too, and is not used`),
    };
  },
};

/** The table of the labelled images: by its name, else the largest that is not for something else. */
function trainTable(tables: readonly ImageTable[]): ImageTable | undefined {
  const eligible = tables.filter(({ path, table }) => !isSubmission(path) && table.columns.length > 1);
  const sized = [...eligible].sort((a, b) => b.table.rows.length - a.table.rows.length);
  return (
    sized.find(({ path }) => roleOf(path) === 'train') ?? sized.find(({ path }) => roleOf(path) === 'unknown')
  );
}
