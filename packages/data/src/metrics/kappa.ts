import { confusionCounts } from './confusion.js';
import type { Metric, ScoredPredictions } from './metric.js';

/** Cohen's κ: equal to scikit-learn's `cohen_kappa_score`, NaN where labels and predictions are all of one class. */
export const kappa: Metric = {
  name: 'kappa',
  goal: 'maximize',
  score: (predictions) => agreement(predictions, (label, guess) => (label === guess ? 0 : 1)),
};

/** The same, mistakes weighted by the square of how far apart the classes are in their order (`weights="quadratic"`). */
export const quadraticKappa: Metric = {
  name: 'quadratic_kappa',
  goal: 'maximize',
  score: (predictions) => agreement(predictions, (label, guess) => (label - guess) ** 2),
};

/** 1 less the disagreement as a share of that by chance. */
function agreement(predictions: ScoredPredictions, weight: (label: number, guess: number) => number): number {
  const { classes, labels } = predictions;
  const counts = confusionCounts(predictions);
  const ofLabel = new Float64Array(classes);
  const ofGuess = new Float64Array(classes);
  counts.forEach((count, at) => {
    const [label, guess] = [Math.floor(at / classes), at % classes];
    ofLabel[label] = (ofLabel[label] ?? 0) + count;
    ofGuess[guess] = (ofGuess[guess] ?? 0) + count;
  });
  let [found, byChance] = [0, 0];
  counts.forEach((count, at) => {
    const [label, guess] = [Math.floor(at / classes), at % classes];
    found += weight(label, guess) * count;
    byChance += (weight(label, guess) * (ofLabel[label] ?? 0) * (ofGuess[guess] ?? 0)) / labels.length;
  });
  return byChance === 0 ? NaN : 1 - found / byChance;
}
