import { classCounts } from './confusion.js';
import type { Metric } from './metric.js';

/** Mean recall of the classes that occur among the labels; equal to scikit-learn's `balanced_accuracy_score`. */
export const balancedAccuracy: Metric = {
  name: 'balanced_accuracy',
  goal: 'maximize',
  score: (predictions) => {
    const present = classCounts(predictions).filter(({ support }) => support > 0);
    return present.reduce((sum, { hits, support }) => sum + hits / support, 0) / present.length;
  },
};
