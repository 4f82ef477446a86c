import { didYouMean, InputError } from '@frostline/base';
import { separatorHint } from './csv-error.js';
import type { Table } from './table.js';

/** A column by its name, and where that was given. */
export interface ColumnName {
  readonly name: string;
  /** What errors about the name print first. */
  readonly place: string;
}

/** @throws InputError `bad-csv` at the place of the name, with the columns that there are */
export function findColumn(table: Table, { name, place }: ColumnName): number {
  const index = table.columns.indexOf(name);
  if (index >= 0) return index;
  throw new InputError('bad-csv', `${table.file} has no such column`, {
    place,
    found: name,
    allowed: table.columns,
    fix: separatorHint(table.columns.join(',')) ?? didYouMean(name, table.columns),
  });
}

/**
 * The cells of one column, none of them empty.
 *
 * @throws InputError `bad-csv` when the column is missing or a cell is empty
 */
export function readColumn(table: Table, column: ColumnName): string[] {
  const { name } = column;
  const index = findColumn(table, column);
  return table.rows.map((row, number) => {
    const cell = row[index] ?? '';
    if (cell.trim() === '')
      throw new InputError('bad-csv', `column ${JSON.stringify(name)} is empty`, {
        place: table.placeOf(number),
        found: row.join(','),
        allowed: 'a value in every row',
        fix: 'fill it in, or remove the row',
      });
    return cell;
  });
}

/**
 * The cells of a column in which no value may come twice.
 *
 * @throws InputError `bad-csv` as `readColumn`, and at the first repeated value
 */
export function readIds(table: Table, column: ColumnName): string[] {
  const ids = readColumn(table, column);
  const firstRow = new Map<string, number>();
  for (const [row, id] of ids.entries()) {
    const first = firstRow.get(id);
    if (first !== undefined)
      throw new InputError('bad-csv', `id appears twice, first on line ${table.lineOf(first) ?? 0}`, {
        place: table.placeOf(row),
        found: id,
        allowed: 'every id once',
        fix: 'remove one of the rows',
      });
    firstRow.set(id, row);
  }
  return ids;
}
