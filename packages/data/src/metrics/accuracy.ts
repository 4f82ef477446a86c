import { argmaxRows, type Metric } from './metric.js';

/** Share of rows whose most probable class is the label; equal to scikit-learn's `accuracy_score`. */
export const accuracy: Metric = {
  name: 'accuracy',
  goal: 'maximize',
  score: ({ probabilities, labels, classes }) => {
    const predicted = argmaxRows(probabilities, classes);
    return predicted.filter((label, row) => label === labels[row]).length / labels.length;
  },
};
