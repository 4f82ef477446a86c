import { readFileSync } from 'node:fs';
import { InputError, writeFileAtomic } from '@frostline/base';
import { parse } from 'csv-parse/sync';
import { stringify } from 'csv-stringify/sync';

/** Class probabilities of some images, in order. */
export interface Predictions {
  readonly ids: readonly string[];
  readonly classes: readonly string[];
  /** Row-major [ids, classes]. */
  readonly probabilities: Float32Array;
}

/** Digits that bring every float32 back unchanged. */
const FLOAT32_DIGITS = 9;

/** Writes a table `id,<class>,…` atomically; reading it back gives the same float32 values. */
export function writePredictions(file: string, { ids, classes, probabilities }: Predictions): void {
  const rows = ids.map((id, row) => [
    id,
    ...classes.map((_, c) =>
      Number((probabilities[row * classes.length + c] ?? NaN).toPrecision(FLOAT32_DIGITS)),
    ),
  ]);
  writeFileAtomic(file, stringify([['id', ...classes], ...rows], { cast: { number: String } }));
}

/** Reads a table that `writePredictions` wrote. @throws InputError `predictions-missing`; `bad-predictions` with the row */
export function readPredictions(file: string): Predictions {
  const [header = [], ...rows] = parse(readTable(file), { relax_column_count: true }) as string[][];
  const classes = header.slice(1);
  const probabilities = new Float32Array(rows.length * classes.length);
  rows.forEach((row, i) => {
    if (row.length !== header.length)
      throw new InputError('bad-predictions', 'row has another number of cells than the header', {
        place: `${file}:${i + 2}`,
        found: row.length,
        allowed: String(header.length),
      });
    classes.forEach((_, c) => (probabilities[i * classes.length + c] = Number(row[c + 1])));
  });
  return { ids: rows.map((row) => row[0] ?? ''), classes, probabilities };
}

function readTable(file: string): Buffer {
  try {
    return readFileSync(file);
  } catch (cause) {
    throw new InputError('predictions-missing', "a finished run's predictions cannot be read", {
      place: file,
      fix: 'put the file back, or repeat the sweep in a new state folder',
      cause,
    });
  }
}

/** Puts the folds' out-of-fold tables under one another. @throws InputError when classes differ or an id repeats */
export function poolPredictions(parts: readonly Predictions[]): Predictions {
  const classes = sameClasses(parts);
  const ids = parts.flatMap((part) => part.ids);
  if (new Set(ids).size !== ids.length)
    throw new InputError('bad-predictions', 'an image is in two folds', {
      found: ids.find((id, i) => ids.indexOf(id) !== i),
    });
  const probabilities = new Float32Array(ids.length * classes.length);
  let offset = 0;
  for (const part of parts) {
    probabilities.set(part.probabilities, offset);
    offset += part.probabilities.length;
  }
  return { ids, classes, probabilities };
}

/** The mean of several tables of the same images: a soft vote of the folds. @throws InputError when ids differ */
export function meanPredictions(parts: readonly Predictions[]): Predictions {
  const classes = sameClasses(parts);
  const ids = parts[0]?.ids ?? [];
  const sum = new Float64Array(ids.length * classes.length);
  for (const part of parts) {
    const stranger = part.ids.find((id, i) => id !== ids[i]);
    if (stranger !== undefined || part.ids.length !== ids.length)
      throw new InputError('bad-predictions', 'the folds predicted other images', { found: stranger });
    part.probabilities.forEach((value, i) => (sum[i] = (sum[i] ?? 0) + value / parts.length));
  }
  return { ids, classes, probabilities: Float32Array.from(sum) };
}

/** Makes sure that predictions are of a competition's classes. @throws InputError `bad-predictions` */
export function checkClasses(predictions: Pick<Predictions, 'classes'>, classes: readonly string[]): void {
  if (predictions.classes.join('\n') === classes.join('\n')) return;
  throw new InputError('bad-predictions', 'the predictions have other classes than the competition', {
    found: predictions.classes,
    allowed: classes,
  });
}

function sameClasses(parts: readonly Predictions[]): readonly string[] {
  const classes = parts[0]?.classes ?? [];
  for (const part of parts)
    if (part.classes.join('\n') !== classes.join('\n'))
      throw new InputError('bad-predictions', 'the tables have other classes', {
        found: part.classes,
        allowed: classes,
      });
  return classes;
}
