import path from 'node:path';
import { InputError } from '@frostline/base';
import type { PathPattern } from './path-pattern.js';
import type { Table } from './table.js';

/** What a folder holds for a pattern. */
export interface MatchedFolder {
  /** One row per image that fits, in code point order of the paths. */
  readonly table: Table;
  /** Paths of these images, from the folder. */
  readonly names: readonly string[];
  /** Paths of the images that do not fit. */
  readonly others: readonly string[];
}

/**
 * The images of a folder that fit a pattern, with the pattern's columns.
 *
 * @param folder what errors call it
 * @param names paths of its images, from it
 * @param pattern every image fits, and there are no columns, when absent
 */
export function matchFolder(
  folder: string,
  names: readonly string[],
  pattern: PathPattern | undefined,
): MatchedFolder {
  const matched = names.map((name) => ({ name, cells: pattern === undefined ? [] : pattern.match(name) }));
  const fitting = matched.flatMap(({ name, cells }) => (cells === undefined ? [] : [{ name, cells }]));
  return {
    names: fitting.map(({ name }) => name),
    others: matched.filter(({ cells }) => cells === undefined).map(({ name }) => name),
    table: {
      file: folder,
      columns: pattern?.columns ?? [],
      rows: fitting.map(({ cells }) => cells),
      lineOf: () => undefined,
      placeOf: (row) => path.join(folder, fitting[row]?.name ?? ''),
    },
  };
}

/**
 * A table with the columns of a pattern added.
 *
 * @param names path of the image of each row, from the images' folder
 * @param place where the pattern stands
 * @throws InputError `bad-pattern` where a path does not fit, or the table has such a column already
 */
export function addPathColumns(
  table: Table,
  names: readonly string[],
  pattern: PathPattern,
  place: string,
): Table {
  const repeated = pattern.columns.find((column) => table.columns.includes(column));
  if (repeated !== undefined)
    throw new InputError('bad-pattern', `${table.file} has such a column already`, {
      place,
      found: `{${repeated}}`,
      fix: 'use another name in the pattern',
    });
  const rows = table.rows.map((row, index) => {
    const cells = pattern.match(names[index] ?? '');
    if (cells !== undefined) return [...row, ...cells];
    throw new InputError('bad-pattern', `an image does not fit the pattern`, {
      place,
      found: names[index],
      fix: `it stands at ${table.placeOf(index)}`,
    });
  });
  return {
    ...table,
    columns: [...table.columns, ...pattern.columns],
    rows,
    lineOf: (row) => table.lineOf(row),
    placeOf: (row) => table.placeOf(row),
  };
}
