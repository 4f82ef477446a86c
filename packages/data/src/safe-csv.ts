import { stringify } from 'csv-stringify/sync';

/**
 * CSV for a spreadsheet: a text cell that begins as a formula does (`=`, `+`, `-`, `@`, tab, carriage return) gets an
 * apostrophe before it, so that it is shown and not computed. Finite numbers are cells of their own kind and stay.
 *
 * @param rows the header first; an undefined or null cell is empty
 */
export function safeCsv(rows: readonly (readonly CsvCell[])[]): string {
  return stringify(rows.map((row) => row.map(safeCell)));
}

export type CsvCell = string | number | boolean | null | undefined;

function safeCell(cell: CsvCell): string {
  if (cell === null || cell === undefined) return '';
  const text = String(cell);
  return !Number.isFinite(cell) && /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
}
