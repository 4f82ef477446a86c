import { argmaxRows, type Metric } from './metric.js';

/**
 * Mean of the per-class F1 over the classes that occur among labels or predictions;
 * equal to scikit-learn's `f1_score(average="macro", zero_division=0)`.
 */
export const macroF1: Metric = {
  name: 'macro_f1',
  goal: 'maximize',
  score: ({ probabilities, labels, classes }) => {
    const predicted = argmaxRows(probabilities, classes);
    const hit = new Float64Array(classes);
    const mentioned = new Float64Array(classes);
    labels.forEach((label, row) => {
      const guess = predicted[row] ?? 0;
      if (guess === label) hit[label] = (hit[label] ?? 0) + 1;
      mentioned[label] = (mentioned[label] ?? 0) + 1;
      mentioned[guess] = (mentioned[guess] ?? 0) + 1;
    });
    let sum = 0;
    let present = 0;
    mentioned.forEach((count, c) => {
      if (count === 0) return;
      present++;
      sum += (2 * (hit[c] ?? 0)) / count;
    });
    return sum / present;
  },
};
