import type { ApiCurve } from '@frostline/protocol';
import { finite } from './numbers.js';

/** Mean and spread of one metric over a trial's folds, by step. */
export interface FoldBand {
  readonly trial: string;
  readonly steps: readonly number[];
  /** Counted from 1, as people do. */
  readonly epochs: readonly number[];
  readonly mean: readonly (number | null)[];
  /** Mean − and + one standard deviation over the folds; equal to the mean where only one fold reports. */
  readonly low: readonly (number | null)[];
  readonly high: readonly (number | null)[];
  /** Folds that report at each step. */
  readonly folds: readonly number[];
}

/** The band of one metric for each trial, in the order of `trials`; a value that is not finite counts for nothing. */
export function foldBands(
  curves: readonly ApiCurve[],
  trials: readonly string[],
  metric: string,
): FoldBand[] {
  return trials.map((trial) =>
    bandOf(
      trial,
      curves.filter((curve) => curve.trial === trial).map((curve) => curve.metrics[metric] ?? []),
    ),
  );
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

function bandOf(trial: string, folds: readonly ApiCurve['metrics'][string][]): FoldBand {
  const byStep = new Map<number, { epoch: number; values: number[] }>();
  for (const [step, epoch, value] of folds.flat()) {
    const point = byStep.get(step) ?? { epoch, values: [] };
    byStep.set(step, point);
    const number = finite(value);
    if (number !== null) point.values.push(number);
  }
  const points = [...byStep].sort(([a], [b]) => a - b).map(([step, point]) => ({ step, ...point }));
  const spread = points.map(({ values }) => meanAndSd(values));
  return {
    trial,
    steps: points.map(({ step }) => step),
    epochs: points.map(({ epoch }) => epoch + 1),
    mean: spread.map(({ mean }) => mean),
    low: spread.map(({ mean, sd }) => (mean === null ? null : mean - sd)),
    high: spread.map(({ mean, sd }) => (mean === null ? null : mean + sd)),
    folds: points.map(({ values }) => values.length),
  };
}

function meanAndSd(values: readonly number[]): { mean: number | null; sd: number } {
  if (values.length === 0) return { mean: null, sd: 0 };
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  if (values.length === 1) return { mean, sd: 0 };
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { mean, sd: Math.sqrt(squares / (values.length - 1)) };
}

/** Bands on one common axis of steps, for a chart that wants columns: a trial without a step there has null. */
export function alignBands(bands: readonly FoldBand[], axis: 'step' | 'epoch'): AlignedBands {
  const places = (band: FoldBand): readonly number[] => (axis === 'step' ? band.steps : band.epochs);
  const xs = [...new Set(bands.flatMap(places))].sort((a, b) => a - b);
  const at = new Map(xs.map((x, index) => [x, index]));
  const align = (band: FoldBand, values: readonly (number | null)[]): (number | null)[] => {
    const column: (number | null)[] = xs.map(() => null);
    places(band).forEach((x, index) => (column[at.get(x) ?? 0] = values[index] ?? null));
    return column;
  };
  return {
    xs,
    bands: bands.map((band) => ({
      mean: align(band, band.mean),
      low: align(band, band.low),
      high: align(band, band.high),
    })),
  };
}

export interface AlignedBands {
  readonly xs: readonly number[];
  readonly bands: readonly {
    readonly mean: readonly (number | null)[];
    readonly low: readonly (number | null)[];
    readonly high: readonly (number | null)[];
  }[];
}
