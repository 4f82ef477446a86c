import { isUtf8 } from 'node:buffer';
import { readFileSync, statSync } from 'node:fs';
import { InputError } from '@frostline/base';
import { CsvError, parse } from 'csv-parse/sync';
import { explainCsvError } from './csv-error.js';
import type { Table } from './table.js';

const MAX_BYTES = 256 * 1024 * 1024;
const MAX_ROWS = 2_000_000;
const MAX_ROW_CHARACTERS = 100_000;

/**
 * Reads a CSV file, every cell as it stands there: UTF-8, comma-separated, with a header (RFC 4180), within limits of size.
 *
 * @param path where it is
 * @param file what to call it in errors
 * @throws InputError `bad-csv` with file:line
 */
export function readCsvTable(path: string, file: string): Table {
  const records = parseRecords(readText(path, file), file);
  const [header, ...body] = records;
  if (header === undefined) throw new InputError('bad-csv', 'file is empty', { place: file });
  const repeated = header.record.find((name, index) => header.record.indexOf(name) !== index);
  if (repeated !== undefined)
    throw new InputError('bad-csv', 'column appears twice', { place: `${file}:1`, found: repeated });
  if (body.length > MAX_ROWS)
    throw new InputError('bad-csv', 'too many rows', {
      place: file,
      found: body.length,
      allowed: `at most ${MAX_ROWS}`,
    });
  const lineOf = (row: number): number => body[row]?.info.lines ?? 1;
  return {
    file,
    columns: header.record,
    rows: body.map(({ record }) => record),
    lineOf,
    placeOf: (row) => `${file}:${lineOf(row)}`,
  };
}

interface Line {
  readonly record: string[];
  readonly info: { readonly lines: number };
}

function parseRecords(text: string, file: string): Line[] {
  try {
    return parse(text, {
      bom: true,
      info: true,
      // Each alone: left to itself the parser takes the first line's ending for all, and glues the others together.
      record_delimiter: ['\r\n', '\n', '\r'],
      skip_empty_lines: true,
      max_record_size: MAX_ROW_CHARACTERS,
    }) as unknown as Line[];
  } catch (cause) {
    if (!(cause instanceof CsvError)) throw cause;
    throw explainCsvError(cause, text, file);
  }
}

function readText(path: string, file: string): string {
  const status = statSync(path);
  if (!status.isFile()) throw new InputError('bad-csv', 'not a file', { place: file });
  if (status.size > MAX_BYTES)
    throw new InputError('bad-csv', 'file is too large', {
      place: file,
      found: `${status.size} bytes`,
      allowed: `at most ${MAX_BYTES} bytes`,
    });
  const bytes = readFileSync(path);
  if (isUtf8(bytes)) return bytes.toString('utf8');
  const { number, line } = firstLineThatIsNotUtf8(bytes);
  throw new InputError('bad-csv', 'file is not UTF-8', {
    place: `${file}:${number}`,
    found: line.toString('latin1'),
    fix: 'save it as UTF-8',
  });
}

function firstLineThatIsNotUtf8(bytes: Buffer): { number: number; line: Buffer } {
  let start = 0;
  for (let number = 1; ; number++) {
    const newline = bytes.indexOf('\n', start);
    const line = bytes.subarray(start, newline < 0 ? bytes.length : newline);
    if (newline < 0 || !isUtf8(line)) return { number, line };
    start = newline + 1;
  }
}
