import { accuracy } from './accuracy.js';
import type { Metric } from './metric.js';

/**
 * F1 of all classes' hits together; equal to scikit-learn's `f1_score(average="micro")`. Where every image has one class,
 * that is the accuracy.
 */
export const microF1: Metric = { name: 'micro_f1', goal: 'maximize', score: accuracy.score };
