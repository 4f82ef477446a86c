import { readCsvTable } from './csv-table.js';
import { readJsonLines } from './json-lines.js';
import type { Table } from './table.js';

/** Endings of the files that hold tables. */
export const TABLE_ENDINGS = ['.csv', '.jsonl'] as const;

/**
 * Reads a table in the format that its name says: JSON Lines where it ends with `.jsonl`, else CSV.
 *
 * @param path where it is
 * @param file what to call it in errors
 * @throws InputError `bad-csv`, `bad-json-lines` with file:line
 */
export function readTable(path: string, file: string): Table {
  return path.toLowerCase().endsWith('.jsonl') ? readJsonLines(path, file) : readCsvTable(path, file);
}
