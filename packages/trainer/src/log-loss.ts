import type { ScoredPredictions } from '@frostline/data';

/** Probabilities below this are raised to it, as scikit-learn's `log_loss` does for float32. */
const SMALLEST = 2 ** -23;

/** Mean negative log-likelihood of the labels, natural logarithm. */
export function logLoss({ probabilities, labels, classes }: ScoredPredictions): number {
  let sum = 0;
  labels.forEach((label, row) => {
    const probability = probabilities[row * classes + label] ?? NaN;
    sum -= Math.log(probability < SMALLEST ? SMALLEST : probability);
  });
  return sum / labels.length;
}
