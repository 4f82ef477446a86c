import { classCounts, confusionCounts, f1Of } from './confusion.js';
import type { ScoredPredictions } from './metric.js';

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
export function classReport(predictions: ScoredPredictions): ClassReport {
  const { classes } = predictions;
  const counts = confusionCounts(predictions);
  return {
    confusion: Array.from({ length: classes }, (_, c) => [
      ...counts.subarray(c * classes, (c + 1) * classes),
    ]),
    perClass: classCounts(predictions).map((ofClass) => ({
      precision: ratio(ofClass.hits, ofClass.guesses),
      recall: ratio(ofClass.hits, ofClass.support),
      f1: f1Of(ofClass),
      support: ofClass.support,
    })),
  };
}

function ratio(part: number, whole: number): number {
  return whole === 0 ? 0 : part / whole;
}
