import { argmaxRows, type ScoredPredictions } from './metric.js';

/** Rows by label and most probable class: `confusion[label * classes + predicted]`. */
export function confusionCounts({ probabilities, labels, classes }: ScoredPredictions): Float64Array {
  const predicted = argmaxRows(probabilities, classes);
  const counts = new Float64Array(classes * classes);
  labels.forEach((label, row) => {
    const at = label * classes + (predicted[row] ?? 0);
    counts[at] = (counts[at] ?? 0) + 1;
  });
  return counts;
}

/** What the F1 of a class is made of. */
export interface ClassCounts {
  /** Rows of the class that are told as such. */
  readonly hits: number;
  /** Rows of the class. */
  readonly support: number;
  /** Rows that are told as the class. */
  readonly guesses: number;
}

/** The counts of every class, in their order. */
export function classCounts(predictions: ScoredPredictions): ClassCounts[] {
  const { classes } = predictions;
  const counts = confusionCounts(predictions);
  return Array.from({ length: classes }, (_, c) => {
    let [support, guesses] = [0, 0];
    for (let other = 0; other < classes; other++) {
      support += counts[c * classes + other] ?? 0;
      guesses += counts[other * classes + c] ?? 0;
    }
    return { hits: counts[c * classes + c] ?? 0, support, guesses };
  });
}

/** F1 of one class; 0 where nothing mentions it, as with scikit-learn's `zero_division=0`. */
export const f1Of = ({ hits, support, guesses }: ClassCounts): number =>
  support + guesses === 0 ? 0 : (2 * hits) / (support + guesses);
