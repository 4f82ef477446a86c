import { classCounts, f1Of } from './confusion.js';
import type { Metric } from './metric.js';

/** Mean of the per-class F1, by the share of the labels; scikit-learn's `f1_score(average="weighted", zero_division=0)`. */
export const weightedF1: Metric = {
  name: 'weighted_f1',
  goal: 'maximize',
  score: (predictions) =>
    classCounts(predictions).reduce((sum, counts) => sum + counts.support * f1Of(counts), 0) /
    predictions.labels.length,
};
