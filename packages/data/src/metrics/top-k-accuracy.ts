import type { MetricName } from '@frostline/protocol';
import type { Metric } from './metric.js';

/** The label is among the three most probable classes. */
export const top3Accuracy = topK('top3_accuracy', 3);
/** The label is among the five most probable classes. */
export const top5Accuracy = topK('top5_accuracy', 5);

/** Equal to scikit-learn's `top_k_accuracy_score`: of equally probable classes the higher one comes first. */
function topK(name: MetricName, k: number): Metric {
  return {
    name,
    goal: 'maximize',
    score: ({ probabilities, labels, classes }) => {
      let hits = 0;
      labels.forEach((label, row) => {
        const own = probabilities[row * classes + label] ?? 0;
        let before = 0;
        for (let c = 0; c < classes; c++) {
          const value = probabilities[row * classes + c] ?? 0;
          if (value > own || (value === own && c > label)) before++;
        }
        if (before < k) hits++;
      });
      return hits / labels.length;
    },
  };
}
