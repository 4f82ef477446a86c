import { statSync } from 'node:fs';
import path from 'node:path';
import { InputError, resolveInside } from '@frostline/base';
import type { ColumnName } from './csv-columns.js';
import type { CompetitionFile } from './competition-file.js';
import { parsePattern, type PathPattern } from './path-pattern.js';
import { readTable } from './read-table.js';
import type { Table } from './table.js';

const OUTSIDE =
  'links and .. count: keep competition.yaml in a folder above the data; the competition of a sweep file may lie anywhere';

/** Access to what a competition's settings name, by the key that names it. */
export interface CompetitionPaths {
  /** Where a key stands. */
  placeOf(key: readonly PropertyKey[]): string;
  resolve(key: readonly string[]): string;
  folder(key: readonly string[]): string;
  /** What errors call it. */
  label(key: readonly string[]): string;
  table(key: readonly string[]): Table;
  /** A column that is named under a key. */
  column(key: readonly string[]): ColumnName;
  /** Undefined where the key is absent. */
  pattern(key: readonly string[]): PathPattern | undefined;
}

/**
 * @param name what errors call competition.yaml
 * @param root real path of its folder
 */
export function competitionPaths(
  name: string,
  root: string,
  settings: CompetitionFile,
  placeOf: (key: readonly PropertyKey[]) => string,
): CompetitionPaths {
  const resolve = (key: readonly string[]): string =>
    resolveInside(root, memberAt(settings, key) ?? '', { place: placeOf(key), fix: OUTSIDE });
  const label = (key: readonly string[]): string =>
    path.join(path.dirname(name), memberAt(settings, key) ?? '');
  return {
    placeOf,
    resolve,
    folder: (key) => {
      const folder = resolve(key);
      if (statSync(folder).isDirectory()) return folder;
      throw new InputError('not-a-folder', 'not a folder', {
        place: placeOf(key),
        found: memberAt(settings, key),
      });
    },
    label,
    table: (key) => readTable(resolve(key), label(key)),
    column: (key) => ({ name: memberAt(settings, key) ?? '', place: placeOf(key) }),
    pattern: (key) => {
      const text = memberAt(settings, key);
      return text === undefined ? undefined : parsePattern(text, placeOf(key));
    },
  };
}

function memberAt(settings: CompetitionFile, key: readonly string[]): string | undefined {
  return key.reduce<unknown>(
    (node, step) => (node as Record<string, unknown> | undefined)?.[step],
    settings,
  ) as string | undefined;
}
