import type { Metric, ScoredPredictions } from './metric.js';

/**
 * Area under the ROC curve: of the second class where there are two, else the mean over the classes of each against the
 * rest. Equal to scikit-learn's `roc_auc_score(multi_class="ovr", average="macro")`; NaN where that refuses, when a class
 * is absent from the labels.
 */
export const auc: Metric = {
  name: 'auc',
  goal: 'maximize',
  score: (predictions) => {
    const { classes } = predictions;
    if (classes === 2) return areaOf(predictions, 1);
    let sum = 0;
    for (let c = 0; c < classes; c++) sum += areaOf(predictions, c);
    return sum / classes;
  },
};

/** Share of pairs of a row of the class and one of another that are in order; ties are half in order. */
function areaOf({ probabilities, labels, classes }: ScoredPredictions, c: number): number {
  const own: number[] = [];
  const others: number[] = [];
  labels.forEach((label, row) => {
    (label === c ? own : others).push(probabilities[row * classes + c] ?? NaN);
  });
  if (own.length === 0 || others.length === 0) return NaN;
  const sortedOwn = Float32Array.from(own).sort();
  const sorted = Float32Array.from(others).sort();
  let [below, upTo, inOrder] = [0, 0, 0];
  for (const value of sortedOwn) {
    while (below < sorted.length && (sorted[below] ?? NaN) < value) below++;
    while (upTo < sorted.length && (sorted[upTo] ?? NaN) <= value) upTo++;
    inOrder += (below + upTo) / 2;
  }
  return inOrder / (own.length * others.length);
}
