import type { ApiCurve } from '@frostline/protocol';
import { finite } from './numbers.js';

/** What a trial's curves need of it. */
export interface DrawnTrial {
  readonly id: string;
  /** Its folds, whether they have begun or not. */
  readonly runs: number;
}

/** A metric of one fold at its end of an epoch. */
export interface FoldPoint {
  /** Counted from 1, as people do. */
  readonly epoch: number;
  readonly step: number;
  /** Null where it is not finite. */
  readonly value: number | null;
}

/** A metric at the end of an epoch that every fold of the trial has reached. */
export interface EpochMean {
  readonly epoch: number;
  /** Mean over the folds, whose epochs may differ in steps. */
  readonly step: number;
  /** Null where some fold's value is not finite. */
  readonly mean: number | null;
  /** Standard deviation over the folds; 0 for a single one, null where there is no mean. */
  readonly sd: number | null;
}

/** One metric of a trial: its mean over all folds, epoch by epoch, and each fold. */
export interface FoldBand {
  readonly trial: string;
  readonly epochs: readonly EpochMean[];
  /** The folds that have reported, rising. */
  readonly folds: readonly { readonly fold: number; readonly points: readonly FoldPoint[] }[];
}

/**
 * The band of one metric for each trial, in the order of `trials`. Folds meet at epochs: with a step more per epoch, one
 * fold's tenth epoch is another's eleventh by steps. Where not all folds have got so far there is no mean, since the
 * folds that are ahead would stand for all.
 */
export function foldBands(
  curves: readonly ApiCurve[],
  trials: readonly DrawnTrial[],
  metric: string,
): FoldBand[] {
  return trials.map(({ id, runs }) => {
    const folds = curves
      .filter((curve) => curve.trial === id)
      .map(({ fold, metrics }) => ({ fold, points: foldPoints(metrics[metric] ?? []) }))
      .filter(({ points }) => points.length > 0)
      .sort((a, b) => a.fold - b.fold);
    return { trial: id, folds, epochs: folds.length < runs ? [] : epochMeans(folds) };
  });
}

/** The metrics that some curve has, the ones on validation images first. */
export function curveMetrics(curves: readonly ApiCurve[]): string[] {
  const names = new Set(curves.flatMap((curve) => Object.keys(curve.metrics)));
  const isTraining = (name: string): number => Number(name.startsWith('train') || name === 'learning_rate');
  return [...names].sort((a, b) => isTraining(a) - isTraining(b) || a.localeCompare(b, 'en'));
}

/** The metric to draw: the one asked for, else the sweep's on the validation images, else the first. */
export function chosenMetric(metrics: readonly string[], asked: string | null, metric: string): string {
  const known = [asked, metric, `val_${metric}`].find((name) => name !== null && metrics.includes(name));
  return known ?? metrics[0] ?? metric;
}

/** The last value of each epoch. */
function foldPoints(points: ApiCurve['metrics'][string]): FoldPoint[] {
  const byEpoch = new Map(
    points.map(([step, epoch, value]) => [epoch, { epoch: epoch + 1, step, value: finite(value) }]),
  );
  return [...byEpoch.values()].sort((a, b) => a.epoch - b.epoch);
}

function epochMeans(folds: FoldBand['folds']): EpochMean[] {
  const byEpoch = new Map<number, FoldPoint[]>();
  for (const point of folds.flatMap(({ points }) => points))
    byEpoch.set(point.epoch, [...(byEpoch.get(point.epoch) ?? []), point]);
  return [...byEpoch]
    .filter(([, points]) => points.length === folds.length)
    .sort(([a], [b]) => a - b)
    .map(([epoch, points]) => {
      const values = points.flatMap(({ value }) => value ?? []);
      const spread = values.length < points.length ? { mean: null, sd: null } : meanAndSd(values);
      return { epoch, step: meanOf(points.map(({ step }) => step)), ...spread };
    });
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function meanAndSd(values: readonly number[]): { readonly mean: number; readonly sd: number } {
  const mean = meanOf(values);
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { mean, sd: values.length === 1 ? 0 : Math.sqrt(squares / (values.length - 1)) };
}
