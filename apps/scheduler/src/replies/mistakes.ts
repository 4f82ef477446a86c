import { toApiNumber, type MistakesReply } from '@frostline/protocol';
import { labelProbability, type LabelledPredictions } from './labelled-predictions.js';

/** The wrong predictions, least probable label first, `limit` at most; equal ones in the order of their ids. */
export function mistakesReply(predictions: LabelledPredictions, limit: number): MistakesReply {
  const { ids, classes, probabilities, labels, predicted } = predictions;
  const wrong = ids
    .map((id, row) => ({ id, row, sure: labelProbability(predictions, row) }))
    .filter(({ row }) => predicted[row] !== labels[row])
    .sort((a, b) => rising(a.sure, b.sure) || (a.id < b.id ? -1 : 1));
  return {
    classes: [...classes],
    total: wrong.length,
    mistakes: wrong.slice(0, limit).map(({ id, row }) => ({
      image: id,
      label: classes[labels[row] ?? 0] ?? '',
      predicted: classes[predicted[row] ?? 0] ?? '',
      probabilities: Array.from(
        probabilities.subarray(row * classes.length, (row + 1) * classes.length),
        toApiNumber,
      ),
    })),
  };
}

/** NaN first: nothing is less sure. */
function rising(a: number, b: number): number {
  if (Number.isNaN(a) || Number.isNaN(b)) return Number(Number.isNaN(b)) - Number(Number.isNaN(a));
  return a - b;
}
