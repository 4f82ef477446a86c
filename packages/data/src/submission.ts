import { InputError, InternalError, writeFileAtomic } from '@frostline/base';
import { stringify } from 'csv-stringify/sync';
import type { Competition } from './competition.js';
import { findColumn, readIds } from './csv-columns.js';
import { readCsvTable } from './csv-table.js';
import type { Table } from './table.js';

/** What a submission must look like. */
export interface SampleSubmission {
  /** All columns in order, the id among them. */
  readonly columns: readonly string[];
  readonly idColumn: string;
  /** What the other columns hold: the target alone, or a probability for each class, which name them. */
  readonly values: 'label' | 'probabilities';
  readonly ids: readonly string[];
}

/** What errors about a sample submission say of where things stand. */
interface SamplePlaces {
  readonly file?: string;
  readonly id?: string;
  readonly target?: string;
}

/**
 * Reads the competition's sample submission; loading the competition does it once, as a check. Without a sample a
 * submission has the ids of the images to predict, in their order, and the labels.
 *
 * @param places what to call it, and where its columns are named, in errors
 * @throws InputError `bad-csv` when beside the id it has neither the target alone nor one column per class, or ids other
 * than those to predict
 */
export function readSampleSubmission(
  { submission, test, classes }: Pick<Competition, 'submission' | 'test' | 'classes'>,
  { file = submission.sample ?? '', id = `${file}:1`, target = id }: SamplePlaces = {},
): SampleSubmission {
  if (submission.sample === undefined)
    return {
      columns: [submission.id, submission.target],
      idColumn: submission.id,
      values: 'label',
      ids: test.map((sample) => sample.id),
    };
  const table = readCsvTable(submission.sample, file);
  const ids = readIds(table, { name: submission.id, place: id });
  const values = valuesOf(table, submission, classes, target);
  const wrong = ids.findIndex((id, row) => id !== test[row]?.id);
  if (wrong >= 0 || ids.length !== test.length)
    throw new InputError('bad-csv', 'ids differ from the images to predict', {
      place: table.placeOf(wrong >= 0 ? wrong : ids.length - 1),
      found: wrong >= 0 ? ids[wrong] : `${ids.length} rows`,
      allowed: wrong >= 0 ? (test[wrong]?.id ?? 'no more rows') : `${test.length} rows`,
    });
  return { columns: table.columns, idColumn: submission.id, values, ids };
}

function valuesOf(
  table: Table,
  { id, target }: Competition['submission'],
  classes: readonly string[],
  targetPlace: string,
): SampleSubmission['values'] {
  const columns = table.columns.filter((column) => column !== id);
  if (columns.length === 1 && columns[0] === target) return 'label';
  const named = columns.filter((column) => classes.includes(column));
  if (named.length === columns.length && named.length === classes.length) return 'probabilities';
  if (named.length === 0) findColumn(table, { name: target, place: targetPlace });
  throw new InputError('bad-csv', 'columns are neither the target alone nor the classes', {
    place: `${table.file}:1`,
    found: table.columns,
    allowed: `${[id, target].join(', ')}; or ${[id, ...classes].join(', ')}`,
  });
}

/** Predictions to hand in. */
export interface Submission {
  readonly ids: readonly string[];
  /** Names of the value columns: those of the sample without its id. */
  readonly columns: readonly string[];
  /** One row of values per id. */
  readonly rows: readonly (readonly (string | number)[])[];
}

/**
 * Writes a submission, whole or not at all, after comparing ids, order and columns with the sample. Cells are written
 * as they are, since a grader compares them as text: labels that a spreadsheet would take for formulas are not changed.
 *
 * @throws InternalError when the predictions do not fit the sample or hold a number that is not finite
 */
export function writeSubmission(
  file: string,
  sample: SampleSubmission,
  { ids, columns, rows }: Submission,
): void {
  const wanted = sample.columns.filter((column) => column !== sample.idColumn);
  if (columns.length !== wanted.length || columns.some((column, index) => column !== wanted[index]))
    throw new InternalError('submission has other columns than the sample', {
      found: columns,
      allowed: wanted,
    });
  const wrong = sample.ids.findIndex((id, row) => id !== ids[row]);
  if (wrong >= 0 || ids.length !== sample.ids.length || rows.length !== ids.length)
    throw new InternalError('submission has other rows than the sample', {
      found: wrong >= 0 ? (ids[wrong] ?? 'no row') : `${ids.length} ids, ${rows.length} rows`,
      allowed: wrong >= 0 ? sample.ids[wrong] : `${sample.ids.length} rows`,
    });
  const idAt = sample.columns.indexOf(sample.idColumn);
  const table = ids.map((id, row) => {
    const values = rows[row] ?? [];
    if (values.length !== wanted.length)
      throw new InternalError('submission row has the wrong length', { found: [id, ...values] });
    if (values.some((value) => typeof value === 'number' && !Number.isFinite(value)))
      throw new InternalError('submission holds a number that is not finite', { found: id });
    return [...values.slice(0, idAt), id, ...values.slice(idAt)];
  });
  writeFileAtomic(file, stringify([sample.columns, ...table], { cast: { number: String } }));
}
