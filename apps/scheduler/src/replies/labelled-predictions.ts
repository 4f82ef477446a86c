import { InputError } from '@frostline/base';
import { argmaxRows, checkClasses, type Competition, type Predictions } from '@frostline/data';

/** Predictions of labelled images beside their labels. */
export interface LabelledPredictions extends Predictions {
  /** Class indices, one per id. */
  readonly labels: Int32Array;
  /** The class of the largest probability, one per id. */
  readonly predicted: Int32Array;
}

/** Predictions, or the reason why there are none. */
export interface FoundPredictions {
  /** Undefined while no run is complete, too. */
  readonly predictions: LabelledPredictions | undefined;
  readonly problem: string | null;
}

/**
 * Brings predictions and labels together.
 *
 * @throws InputError `bad-predictions` when the classes differ, or an image is not in the competition
 */
export function labelPredictions(
  { classes, train }: Pick<Competition, 'classes' | 'train'>,
  predictions: Predictions,
): LabelledPredictions {
  checkClasses(predictions, classes);
  const labelOf = new Map(train.map(({ id, label }) => [id, label]));
  const labels = Int32Array.from(predictions.ids, (id) => {
    const label = labelOf.get(id);
    if (label !== undefined) return label;
    throw new InputError('bad-predictions', 'the predictions name an image that the competition lacks', {
      found: id,
    });
  });
  return { ...predictions, labels, predicted: argmaxRows(predictions.probabilities, classes.length) };
}

/** The probability that row `row` gives to its label. */
export function labelProbability(
  { probabilities, labels, classes }: LabelledPredictions,
  row: number,
): number {
  return probabilities[row * classes.length + (labels[row] ?? 0)] ?? NaN;
}
