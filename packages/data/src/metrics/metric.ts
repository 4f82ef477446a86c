import type { Goal } from '@frostline/protocol';

/** Predictions beside the truth: row i of `probabilities` belongs to `labels[i]`. */
export interface ScoredPredictions {
  /** Row-major [n, classes]. */
  readonly probabilities: Float32Array;
  /** Class indices [n]. */
  readonly labels: Int32Array;
  readonly classes: number;
}

/** A number that says how good predictions are. Add one: a file beside this, a line in `index.ts`, a test. */
export interface Metric {
  readonly name: string;
  readonly goal: Goal;
  readonly score: (predictions: ScoredPredictions) => number;
}

/** The class of the largest probability in each row; a tie goes to the lower class. */
export function argmaxRows(probabilities: Float32Array, classes: number): Int32Array {
  const winners = new Int32Array(probabilities.length / classes);
  for (let row = 0; row < winners.length; row++) {
    let best = 0;
    for (let c = 1; c < classes; c++)
      if ((probabilities[row * classes + c] ?? 0) > (probabilities[row * classes + best] ?? 0)) best = c;
    winners[row] = best;
  }
  return winners;
}
