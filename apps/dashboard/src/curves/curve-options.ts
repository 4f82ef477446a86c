import type UPlot from 'uplot';
import type { AlignedBands } from '../model/align-bands.js';
import { formatScore } from '../model/numbers.js';
import type { Colors } from '../ui/colors.js';

/** Dashes beside colours, so that lines can be told apart without them. */
export const dashes: readonly (readonly number[])[] = [[], [7, 4], [2, 3], [10, 3, 2, 3]];

type Scale = 'linear' | 'log';

/** uPlot's columns: for each trial its mean, the two edges of its band, and its single folds; a logarithm has no zero. */
export function curveData({ xs, bands }: AlignedBands, scale: Scale): UPlot.AlignedData {
  const columns = bands.flatMap(({ mean, low, high, folds }) => [
    mean,
    low,
    high,
    ...folds.map(({ values }) => values),
  ]);
  const shown =
    scale === 'linear'
      ? columns
      : columns.map((column) =>
          column.map((value) => (typeof value === 'number' && value <= 0 ? null : value)),
        );
  return [xs as number[], ...(shown as (number | null | undefined)[][])];
}

/** How the curves of some trials are drawn. */
export function curveOptions(
  labels: readonly string[],
  /** Of each trial, how many of its folds are drawn for themselves. */
  foldCounts: readonly number[],
  { axis, scale }: { readonly axis: 'step' | 'epoch'; readonly scale: Scale },
  colors: Colors,
): Omit<UPlot.Options, 'width' | 'height'> {
  const stroke = (index: number): string => colors.trials[index % colors.trials.length] ?? colors.ink;
  const axisLook: UPlot.Axis = {
    stroke: colors.quiet,
    font: '11px sans-serif',
    grid: { stroke: colors.line, width: 1 },
    ticks: { show: false },
  };
  const edge: UPlot.Series = { stroke: 'transparent', width: 0, points: { show: false } };
  const series: UPlot.Series[] = [{}];
  const areas: UPlot.Band[] = [];
  foldCounts.forEach((folds, index) => {
    areas.push({
      series: [series.length + 2, series.length + 1],
      fill: withAlpha(stroke(index), colors.dark ? 0.18 : 0.13),
    });
    series.push(
      {
        label: labels[index] ?? '',
        stroke: stroke(index),
        width: 2,
        dash: [...(dashes[Math.floor(index / 4) % dashes.length] ?? [])],
        points: { size: 5 },
        value: (_plot: unknown, value: number | null) => formatScore(value),
      },
      edge,
      edge,
      ...Array.from({ length: folds }, () => ({
        stroke: withAlpha(stroke(index), 0.8),
        width: 1,
        dash: [3, 3],
        points: { size: 3 },
      })),
    );
  });
  return {
    legend: { show: false },
    cursor: { points: { size: 7 }, drag: { x: true, y: false } },
    scales: { x: { time: false }, y: { distr: scale === 'log' ? 3 : 1 } },
    axes: [
      { ...axisLook, label: axis, labelSize: 18, labelFont: '11px sans-serif', size: 34, incrs: wholeSteps },
      { ...axisLook, size: 56, values: (_plot, values: (number | null)[]) => values.map(short) },
    ],
    series,
    bands: areas,
  };
}

const wholeSteps = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000, 20_000, 50_000, 100_000];

/** Of a logarithmic axis uPlot leaves most places without a number. */
function short(value: number | null): string {
  if (value === null) return '';
  return Math.abs(value) >= 0.001 || value === 0
    ? String(Number(value.toPrecision(6)))
    : value.toExponential(0);
}

/** A colour as getComputedStyle writes it, made translucent. */
function withAlpha(color: string, alpha: number): string {
  const channels = /\d+(\.\d+)?/g;
  return `rgba(${(color.match(channels) ?? []).slice(0, 3).join(', ')}, ${alpha})`;
}
