import type Table from 'cli-table3';
import { createRequire } from 'node:module';
import type { Terminal } from '../terminal.js';

export interface Column {
  readonly title: string;
  /** Numbers stand at the right so that they can be compared by eye. */
  readonly align?: 'left' | 'right';
}

/** A table on a terminal; in a pipe a header and rows of tab-separated cells that `cut` and `awk` understand. */
export function formatTable(
  columns: readonly Column[],
  rows: readonly (readonly string[])[],
  { outIsTerminal }: Pick<Terminal, 'outIsTerminal'>,
): string {
  if (!outIsTerminal)
    return [columns.map(({ title }) => title), ...rows]
      .map((row) => `${row.map(plain).join('\t')}\n`)
      .join('');
  const table = new (loadTable())({
    head: columns.map(({ title }) => title),
    colAligns: columns.map(({ align = 'left' }) => align),
    style: { head: ['bold'], border: [], compact: true },
    chars: quietBorders,
  });
  table.push(...rows.map((row) => [...row]));
  return `${table.toString()}\n`;
}

/** Most command lines draw no table, and loading what draws one takes longer than they do. */
function loadTable(): typeof Table {
  return createRequire(import.meta.url)('cli-table3') as typeof Table;
}

/** A cell must not end its row or start a new column. */
function plain(cell: string): string {
  return cell.replace(/[\t\r\n]+/g, ' ');
}

const quietBorders = {
  top: '',
  'top-mid': '',
  'top-left': '',
  'top-right': '',
  bottom: '',
  'bottom-mid': '',
  'bottom-left': '',
  'bottom-right': '',
  left: '',
  'left-mid': '',
  mid: '',
  'mid-mid': '',
  right: '',
  'right-mid': '',
  middle: ' ',
};
