import { classCounts, f1Of } from './confusion.js';
import type { Metric } from './metric.js';

/**
 * Mean of the per-class F1 over the classes that occur among labels or predictions;
 * equal to scikit-learn's `f1_score(average="macro", zero_division=0)`.
 */
export const macroF1: Metric = {
  name: 'macro_f1',
  goal: 'maximize',
  score: (predictions) => {
    const present = classCounts(predictions).filter(({ support, guesses }) => support + guesses > 0);
    return present.reduce((sum, counts) => sum + f1Of(counts), 0) / present.length;
  },
};
