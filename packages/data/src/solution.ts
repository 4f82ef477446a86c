import path from 'node:path';
import { InputError } from '@frostline/base';
import type { Competition } from './competition.js';
import { readColumn, readIds } from './csv-columns.js';
import { readCsvTable } from './csv-table.js';

/**
 * Reads the test labels, for scoring only.
 *
 * @returns class index of each test image, in the order of `competition.test`
 * @throws InputError `no-solution` when the competition has none, `bad-csv` when an id or a class does not fit
 */
export function readSolution({ solution, submission, test, classes, root }: Competition): Int32Array {
  if (solution === undefined)
    throw new InputError('no-solution', 'the competition names no solution', {
      place: path.join(root, 'competition.yaml'),
    });
  const table = readCsvTable(solution, path.relative(root, solution));
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
