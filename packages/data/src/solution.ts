import path from 'node:path';
import { InputError } from '@frostline/base';
import type { Competition } from './competition.js';
import { readColumn, readIds } from './csv-columns.js';
import { readTable } from './read-table.js';
import type { Table } from './table.js';

/**
 * Reads the test labels, for scoring only.
 *
 * @returns class index of each test image, in the order of `competition.test`
 * @throws InputError `no-solution` when the competition has none, `bad-csv` when an id or a class does not fit
 */
export function readSolution({
  solution,
  testLabels,
  submission,
  test,
  classes,
  root,
}: Competition): Int32Array {
  if (solution === undefined && testLabels !== undefined)
    return Int32Array.from(testLabels, (label) => classes.indexOf(label));
  if (solution === undefined)
    throw new InputError('no-solution', 'the competition names no solution', {
      place: path.join(root, 'competition.yaml'),
    });
  const table = readTable(solution, path.relative(root, solution));
  const place = `${table.file}:1`;
  const ids = readIds(table, { name: submission.id, place });
  const labels = readColumn(table, { name: submission.target, place });
  const rowOf = new Map(ids.map((id, row) => [id, row]));
  return Int32Array.from(test, ({ id }) => {
    const row = rowOf.get(id);
    if (row === undefined)
      throw new InputError('bad-csv', 'no label for a test image', {
        place: table.file,
        found: id,
        fix: 'add its row, or leave `solution` out of competition.yaml',
      });
    const label = classes.indexOf(labels[row] ?? '');
    if (label < 0)
      throw new InputError('bad-csv', 'unknown class', {
        place: table.placeOf(row),
        found: labels[row],
        allowed: classes,
      });
    return label;
  });
}

/** Whether a competition tells its test labels. */
export function hasSolution({ solution, testLabels }: Pick<Competition, 'solution' | 'testLabels'>): boolean {
  return solution !== undefined || testLabels !== undefined;
}

/** @throws InputError `bad-label` at the first image to predict whose path tells a label that no labelled image has */
export function checkTestLabels(
  labels: readonly string[],
  classes: readonly string[],
  table: Pick<Table, 'placeOf'>,
): void {
  const row = labels.findIndex((label) => !classes.includes(label));
  if (row < 0) return;
  throw new InputError('bad-label', 'unknown class', {
    place: table.placeOf(row),
    found: labels[row],
    allowed: classes,
    fix: 'leave test.pattern out where the folders of test images are no labels',
  });
}
