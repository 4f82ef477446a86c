import type { Metric } from './metric.js';

/** How far probabilities stay from 0 and 1: the spacing of float32 at 1, as in scikit-learn. */
const EPSILON = 2 ** -23;

/**
 * Mean negative log-likelihood of the labels, natural logarithm; equal to scikit-learn's `log_loss`, which clips
 * probabilities and then divides each row by its sum.
 */
export const logLoss: Metric = {
  name: 'log_loss',
  goal: 'minimize',
  score: ({ probabilities, labels, classes }) => {
    let total = 0;
    labels.forEach((label, row) => {
      let sum = 0;
      for (let c = 0; c < classes; c++) sum += clipped(probabilities[row * classes + c] ?? NaN);
      total -= Math.log(clipped(probabilities[row * classes + label] ?? NaN) / sum);
    });
    return total / labels.length;
  },
};

const clipped = (probability: number): number => Math.min(1 - EPSILON, Math.max(EPSILON, probability));
