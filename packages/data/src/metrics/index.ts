import { InternalError } from '@frostline/base';
import type { MetricName } from '@frostline/protocol';
import { accuracy } from './accuracy.js';
import { macroF1 } from './macro-f1.js';
import type { Metric, ScoredPredictions } from './metric.js';

/** Every metric by name. */
export const metrics: Readonly<Record<MetricName, Metric>> = {
  accuracy,
  macro_f1: macroF1,
};

/** Every metric of some predictions; a non-finite probability anywhere makes them all NaN. */
export function scoreAll(predictions: ScoredPredictions): Record<MetricName, number> {
  if (predictions.labels.length * predictions.classes !== predictions.probabilities.length)
    throw new InternalError('predictions and labels differ in length', {
      found: predictions.probabilities.length,
      allowed: String(predictions.labels.length * predictions.classes),
    });
  const finite = predictions.probabilities.every(Number.isFinite);
  return Object.fromEntries(
    Object.values(metrics).map((metric) => [metric.name, finite ? metric.score(predictions) : NaN]),
  ) as Record<MetricName, number>;
}
