import { InputError } from '@frostline/base';
import { z } from 'zod';
import { readColumn } from './csv-columns.js';
import { literalPattern } from './literal-pattern.js';
import type { Table } from './table.js';

const column = z.string().min(1);

/** One addend of a label. */
const labelPart = z
  .strictObject({
    column: column.describe('Column with a value of the image'),
    values: z
      .record(z.string(), z.number())
      .optional()
      .describe('Number for each value; * in a value stands for any characters'),
    bins: z
      .array(z.number())
      .min(1)
      .refine((bins) => bins.every((edge, index) => index === 0 || edge > (bins[index - 1] ?? edge)), {
        message: 'bins must ascend',
      })
      .optional()
      .describe('Edges: a value below the first is 0, from the first to below the second 1, and so on'),
    times: z.number().default(1).describe('Factor of the number'),
  })
  .refine(({ values, bins }) => values === undefined || bins === undefined, {
    path: ['bins'],
    message: 'a column has values or bins',
  });

/** Where labels come from: a column that holds them, or columns whose numbers add up to them. */
export const labelSource = z
  .union([column, z.array(labelPart).min(1)])
  .describe('Column with the label; or a list of columns whose numbers add up to it');
export type LabelSource = z.output<typeof labelSource>;
type LabelPart = Exclude<LabelSource, string>[number];

/**
 * The label of each row.
 *
 * @param placeOf where a member of the target stands
 * @throws InputError `bad-csv` for columns and empty cells, `bad-label` for a value that no number is said for
 */
export function readTarget(
  table: Table,
  target: LabelSource,
  placeOf: (path: readonly PropertyKey[]) => string,
): string[] {
  if (typeof target === 'string') return readColumn(table, { name: target, place: placeOf([]) });
  const parts = target.map((part, index) => {
    const cells = readColumn(table, { name: part.column, place: placeOf([index, 'column']) });
    const read = numberReader(part);
    return cells.map((cell, row) => {
      const value = read(cell);
      if (value !== undefined) return value * part.times;
      throw new InputError('bad-label', `no number for this ${part.column}`, {
        place: table.placeOf(row),
        found: cell,
        allowed: part.values === undefined ? 'a number' : Object.keys(part.values),
        fix: `say it in competition.yaml (${placeOf([index])})`,
      });
    });
  });
  return table.rows.map((_, row) => String(parts.reduce((sum, values) => sum + (values[row] ?? 0), 0)));
}

/** Columns that a label is made of. */
export function targetColumns(target: LabelSource): string[] {
  return typeof target === 'string' ? [target] : target.map((part) => part.column);
}

function numberReader({ values, bins }: LabelPart): (cell: string) => number | undefined {
  if (values !== undefined) {
    const globs = Object.entries(values).map(([text, value]) => ({ matches: globMatcher(text), value }));
    return (cell) =>
      (Object.hasOwn(values, cell) ? values[cell] : undefined) ??
      globs.find(({ matches }) => matches(cell))?.value;
  }
  return (cell) => {
    const number = cell.trim() === '' ? NaN : Number(cell);
    if (!Number.isFinite(number)) return undefined;
    return bins === undefined ? number : bins.filter((edge) => edge <= number).length;
  };
}

function globMatcher(text: string): (cell: string) => boolean {
  const source = text.split('*').map(literalPattern).join('.*');
  const expression = new RegExp(`^${source}$`, 'su');
  return (cell) => expression.test(cell);
}
