import { InputError } from '@frostline/base';
import {
  argmaxRows,
  checkClasses,
  type Competition,
  type Predictions,
  type SampleSubmission,
} from '@frostline/data';

/** Predictions in the order of the sample submission, one row for each of its ids. */
export interface AlignedPredictions {
  /** Row-major [ids, classes]. */
  readonly probabilities: Float32Array;
  /** Ids that no table holds, since their images could not be decoded: they are given the shares of the classes. */
  readonly missing: readonly string[];
}

/**
 * Brings predictions into the sample's order. A submission must name every image, also one that could not be decoded:
 * for it stand the shares of the classes among the labelled images, whose label is the commonest, and it is reported.
 *
 * @throws InputError `bad-predictions` when classes differ or an id is not in the sample
 */
export function alignPredictions(
  { classes, train }: Pick<Competition, 'classes' | 'train'>,
  ids: readonly string[],
  predictions: Predictions,
): AlignedPredictions {
  checkClasses(predictions, classes);
  const rowOf = new Map(predictions.ids.map((id, row) => [id, row]));
  const known = new Set(ids);
  const stranger = predictions.ids.find((id) => !known.has(id));
  if (stranger !== undefined)
    throw new InputError('bad-predictions', 'the predictions name an image that the sample lacks', {
      found: stranger,
    });
  const width = classes.length;
  const probabilities = new Float32Array(ids.length * width);
  const missing: string[] = [];
  const prior = classShares(train, width);
  ids.forEach((id, index) => {
    const row = rowOf.get(id);
    if (row === undefined) {
      missing.push(id);
      probabilities.set(prior, index * width);
    } else
      probabilities.set(predictions.probabilities.subarray(row * width, (row + 1) * width), index * width);
  });
  return { probabilities, missing };
}

/** The value columns of a submission: the label of the likeliest class, or one probability per class. */
export function submissionRows(
  { classes }: Pick<Competition, 'classes'>,
  sample: SampleSubmission,
  probabilities: Float32Array,
): { columns: string[]; rows: (string | number)[][] } {
  const columns = sample.columns.filter((column) => column !== sample.idColumn);
  const width = classes.length;
  if (sample.values === 'label') {
    const labels = argmaxRows(probabilities, width);
    return { columns, rows: Array.from(labels, (label) => [classes[label] ?? '']) };
  }
  const positions = columns.map((column) => classes.indexOf(column));
  const rows = sample.ids.map((_, row) => positions.map((c) => probabilities[row * width + c] ?? NaN));
  return { columns, rows };
}

function classShares(train: Competition['train'], width: number): Float32Array {
  const counts = new Float32Array(width);
  for (const { label } of train) counts[label] = (counts[label] ?? 0) + 1;
  return counts.map((count) => count / train.length);
}
