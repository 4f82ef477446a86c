import { readFileSync, statSync } from 'node:fs';
import { InputError } from '@frostline/base';
import type { Table } from './table.js';

const MAX_BYTES = 256 * 1024 * 1024;

/**
 * Reads JSON Lines: an object per line, its members as cells; null is an empty cell, and what is neither text, number nor
 * truth value stands as JSON. Columns are the keys of all lines.
 *
 * @param path where it is
 * @param file what to call it in errors
 * @throws InputError `bad-json-lines` with file:line
 */
export function readJsonLines(path: string, file: string): Table {
  const { size } = statSync(path);
  if (size > MAX_BYTES)
    throw new InputError('bad-json-lines', 'file is too large', {
      place: file,
      found: `${size} bytes`,
      allowed: `at most ${MAX_BYTES} bytes`,
    });
  const lines = readFileSync(path, 'utf8')
    .replace(/^\uFEFF/, '')
    .split(/\r?\n/)
    .flatMap((text, index) => (text.trim() === '' ? [] : [{ text, line: index + 1 }]));
  const records = lines.map(({ text, line }) => parseRecord(text, `${file}:${line}`));
  const columns = [...new Set(records.flatMap((record) => [...record.keys()]))];
  if (columns.length === 0) throw new InputError('bad-json-lines', 'file is empty', { place: file });
  return {
    file,
    columns,
    rows: records.map((record) => columns.map((column) => cellOf(record.get(column)))),
    lineOf: (row) => lines[row]?.line ?? 1,
    placeOf: (row) => `${file}:${lines[row]?.line ?? 1}`,
  };
}

function parseRecord(text: string, place: string): ReadonlyMap<string, unknown> {
  const allowed = 'one JSON object, such as {"file_name": "1.png", "label": "cat"}';
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new InputError('bad-json-lines', 'line is not JSON', {
      place,
      found: text.slice(0, 80),
      allowed,
      cause,
    });
  }
  if (typeof value === 'object' && value !== null && !Array.isArray(value))
    return new Map(Object.entries(value));
  throw new InputError('bad-json-lines', 'line is not an object', {
    place,
    found: text.slice(0, 80),
    allowed,
  });
}

function cellOf(value: unknown): string {
  if (value === undefined || value === null) return '';
  return typeof value === 'object' ? JSON.stringify(value) : String(value as string | number | boolean);
}
