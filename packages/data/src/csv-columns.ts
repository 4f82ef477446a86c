import { InputError } from '@frostline/base';
import type { CsvTable } from './csv-table.js';

/**
 * The cells of one column, none of them empty.
 *
 * @throws InputError `bad-csv` when the column is missing or a cell is empty
 */
export function readColumn(table: CsvTable, name: string): string[] {
  const index = table.columns.indexOf(name);
  if (index < 0)
    throw new InputError('bad-csv', 'no such column', {
      place: `${table.file}:1`,
      found: name,
      allowed: table.columns,
    });
  return table.rows.map((row, number) => {
    const cell = row[index] ?? '';
    if (cell.trim() === '')
      throw new InputError('bad-csv', `column ${JSON.stringify(name)} is empty`, {
        place: table.placeOf(number),
      });
    return cell;
  });
}

/**
 * The cells of a column in which no value may come twice.
 *
 * @throws InputError `bad-csv` as `readColumn`, and at the first repeated value
 */
export function readIds(table: CsvTable, name: string): string[] {
  const ids = readColumn(table, name);
  const firstRow = new Map<string, number>();
  for (const [row, id] of ids.entries()) {
    const first = firstRow.get(id);
    if (first !== undefined)
      throw new InputError('bad-csv', `id appears twice, first on line ${table.lineOf(first)}`, {
        place: table.placeOf(row),
        found: id,
      });
    firstRow.set(id, row);
  }
  return ids;
}
