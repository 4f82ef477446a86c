import { readFileSync } from 'node:fs';
import { readRows } from './competition.js';
import { ownMean } from './own-scores.js';

/** Class probabilities as a run wrote them, by id. */
export interface ProbabilityTable {
  readonly classes: readonly string[];
  readonly rows: ReadonlyMap<string, readonly number[]>;
}

export function readProbabilities(file: string): ProbabilityTable {
  const [header = ''] = readFileSync(file, 'utf8').split('\n', 1);
  return {
    classes: header.split(',').slice(1),
    rows: new Map(readRows(file).map(([id = '', ...cells]) => [id, cells.map(Number)])),
  };
}

/** The likeliest class of each id. */
export function guesses({ classes, rows }: ProbabilityTable): Map<string, string> {
  return new Map([...rows].map(([id, row]) => [id, classes[row.indexOf(Math.max(...row))] ?? 'no class']));
}

/** The mean of tables over the same ids. */
export function meanTable(tables: readonly ProbabilityTable[]): ProbabilityTable {
  const [first] = tables;
  if (first === undefined) throw new Error('no tables');
  const rows = [...first.rows].map(([id, row]) => {
    const mean = row.map((_, index) => ownMean(tables.map((table) => table.rows.get(id)?.[index] ?? NaN)));
    return [id, mean] as const;
  });
  return { classes: first.classes, rows: new Map(rows) };
}
