import type UPlot from 'uplot';
import type { AlignedBands } from '../model/align-bands.js';
import { formatScore } from '../model/numbers.js';
import type { Colors } from '../ui/colors.js';

/** Dashes beside colours, so that lines can be told apart without them. */
export const dashes: readonly (readonly number[])[] = [[], [7, 4], [2, 3], [10, 3, 2, 3]];

/** uPlot's columns: for each trial its mean, the two edges of its band, and its single folds. */
export function curveData({ xs, bands }: AlignedBands): UPlot.AlignedData {
  const columns = bands.flatMap(({ mean, low, high, folds }) => [
    mean,
    low,
    high,
    ...folds.map(({ values }) => values),
  ]);
  return [xs as number[], ...(columns as (number | null | undefined)[][])];
}

/** How the curves of some trials are drawn. */
export function curveOptions(
  labels: readonly string[],
  { bands }: AlignedBands,
  axis: 'step' | 'epoch',
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
  bands.forEach(({ folds }, index) => {
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
      ...folds.map(() => ({
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
    scales: { x: { time: false } },
    axes: [
      { ...axisLook, label: axis, labelSize: 18, labelFont: '11px sans-serif', size: 34, incrs: wholeSteps },
      { ...axisLook, size: 56, values: (_plot, values) => values.map((value) => short(value)) },
    ],
    series,
    bands: areas,
  };
}

const wholeSteps = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000, 20_000, 50_000, 100_000];

function short(value: number): string {
  return Math.abs(value) >= 0.001 || value === 0
    ? String(Number(value.toPrecision(6)))
    : value.toExponential(0);
}

/** A colour as getComputedStyle writes it, made translucent. */
function withAlpha(color: string, alpha: number): string {
  const channels = /\d+(\.\d+)?/g;
  return `rgba(${(color.match(channels) ?? []).slice(0, 3).join(', ')}, ${alpha})`;
}
