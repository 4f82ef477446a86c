import { InternalError } from '@frostline/base';
import type { MetricName } from '@frostline/protocol';
import { accuracy } from './accuracy.js';
import { auc } from './auc.js';
import { balancedAccuracy } from './balanced-accuracy.js';
import { kappa, quadraticKappa } from './kappa.js';
import { logLoss } from './log-loss.js';
import { macroF1 } from './macro-f1.js';
import type { Metric, ScoredPredictions } from './metric.js';
import { microF1 } from './micro-f1.js';
import { top3Accuracy, top5Accuracy } from './top-k-accuracy.js';
import { weightedF1 } from './weighted-f1.js';

/** Every metric by name. */
export const metrics: Readonly<Record<MetricName, Metric>> = {
  accuracy,
  balanced_accuracy: balancedAccuracy,
  macro_f1: macroF1,
  micro_f1: microF1,
  weighted_f1: weightedF1,
  log_loss: logLoss,
  auc,
  kappa,
  quadratic_kappa: quadraticKappa,
  top3_accuracy: top3Accuracy,
  top5_accuracy: top5Accuracy,
};

/**
 * Every metric of some predictions, and those of one's own; a non-finite probability anywhere makes them all NaN.
 *
 * @param own metrics besides those that there are
 */
export function scoreAll(
  predictions: ScoredPredictions,
  own: readonly Metric[] = [],
): Record<MetricName, number> & Record<string, number> {
  if (predictions.labels.length * predictions.classes !== predictions.probabilities.length)
    throw new InternalError('predictions and labels differ in length', {
      found: predictions.probabilities.length,
      allowed: String(predictions.labels.length * predictions.classes),
    });
  const finite = predictions.probabilities.every(Number.isFinite);
  const all = [...Object.values(metrics), ...own];
  return Object.fromEntries(
    all.map((metric) => [metric.name, finite ? metric.score(predictions) : NaN]),
  ) as Record<MetricName, number>;
}
