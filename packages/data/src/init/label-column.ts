import { InputError } from '@frostline/base';
import type { Table } from '../table.js';

const LABELS =
  /^(labels?|class(es)?|targets?|categor(y|ies)|y|ans(wers?)?|breed|species|diagnosis|(label|class|category)_?(id|name))$/i;

/** A column with the label, and why it is taken for that. */
export interface LabelColumn {
  readonly column: string;
  readonly why: string;
}

/**
 * The column of the labels: the one that the submission names, else one of that kind of name, else the only one left.
 *
 * @param id the column that names images
 * @param wanted the columns of the submission beside its id
 * @throws InputError `no-labels` where none stands out
 */
export function findLabelColumn(table: Table, id: string, wanted: readonly string[]): LabelColumn {
  const others = table.columns.filter((column) => column !== id);
  const valuesOf = (column: string): Set<string> => {
    const at = table.columns.indexOf(column);
    return new Set(table.rows.map((row) => row[at] ?? ''));
  };
  const asked = others.find((column) => wanted.includes(column));
  if (asked !== undefined && wanted.length === 1)
    return { column: asked, why: 'the column that the sample submission asks for' };
  const classes = others.find((column) => {
    const values = valuesOf(column);
    return wanted.length > 1 && values.size === wanted.length && wanted.every((name) => values.has(name));
  });
  if (classes !== undefined)
    return { column: classes, why: 'its values are the columns of the sample submission' };
  const named = others.filter((column) => LABELS.test(column));
  const [first] = named;
  if (first !== undefined && named.length === 1) return { column: first, why: 'called as labels are' };
  const [only] = others;
  if (only !== undefined && others.length === 1)
    return { column: only, why: 'the only column beside the id' };
  throw new InputError('no-labels', 'it is not clear which column holds the labels', {
    place: table.file,
    found: (others.length === 0 ? table.columns : others)
      .map((column) => `${column} (${valuesOf(column).size} values)`)
      .join(', '),
    fix: others.length === 0 ? undefined : `name it, e.g. --target ${named[0] ?? others[0] ?? ''}`,
  });
}
