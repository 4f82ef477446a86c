import { argmaxRows, type ScoredPredictions } from './metric.js';

/** How well one class is told. A share without anything to count is 0, as with scikit-learn's `zero_division=0`. */
export interface ClassScores {
  readonly precision: number;
  readonly recall: number;
  readonly f1: number;
  /** Labelled rows of the class. */
  readonly support: number;
}

export interface ClassReport {
  /** confusion[label][predicted]: rows. */
  readonly confusion: readonly (readonly number[])[];
  /** In the order of the classes. */
  readonly perClass: readonly ClassScores[];
}

/**
 * Which classes are taken for which, and precision, recall and F1 of each; equal to scikit-learn's `confusion_matrix`
 * and `precision_recall_fscore_support(zero_division=0)`.
 */
export function classReport({ probabilities, labels, classes }: ScoredPredictions): ClassReport {
  const predicted = argmaxRows(probabilities, classes);
  const confusion = Array.from({ length: classes }, () => new Array<number>(classes).fill(0));
  labels.forEach((label, row) => {
    const counts = confusion[label];
    const guess = predicted[row] ?? 0;
    if (counts !== undefined) counts[guess] = (counts[guess] ?? 0) + 1;
  });
  const perClass = confusion.map((counts, index): ClassScores => {
    const hits = counts[index] ?? 0;
    const support = sum(counts);
    const guesses = sum(confusion.map((row) => row[index] ?? 0));
    return {
      precision: ratio(hits, guesses),
      recall: ratio(hits, support),
      f1: ratio(2 * hits, guesses + support),
      support,
    };
  });
  return { confusion, perClass };
}

function sum(counts: readonly number[]): number {
  return counts.reduce((total, count) => total + count, 0);
}

function ratio(part: number, whole: number): number {
  return whole === 0 ? 0 : part / whole;
}
