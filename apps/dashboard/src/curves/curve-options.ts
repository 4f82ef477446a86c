import type UPlot from 'uplot';
import type { AlignedBands } from '../model/fold-band.js';
import { formatScore } from '../model/numbers.js';
import type { Colors } from '../ui/colors.js';

/** Dashes beside colours, so that lines can be told apart without them. */
export const dashes: readonly (readonly number[])[] = [[], [7, 4], [2, 3], [10, 3, 2, 3]];

/** uPlot's columns: for each trial its mean and the two edges of its band. */
export function curveData({ xs, bands }: AlignedBands): UPlot.AlignedData {
  return [
    xs as number[],
    ...bands.flatMap(({ mean, low, high }) => [mean, low, high] as (number | null)[][]),
  ];
}

/** How the curves of some trials are drawn. */
export function curveOptions(
  labels: readonly string[],
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
  return {
    legend: { show: false },
    cursor: { points: { size: 7 }, drag: { x: true, y: false } },
    scales: { x: { time: false } },
    axes: [
      { ...axisLook, label: axis, labelSize: 18, labelFont: '11px sans-serif', size: 34, incrs: wholeSteps },
      { ...axisLook, size: 56, values: (_plot, values) => values.map((value) => short(value)) },
    ],
    series: [
      {},
      ...labels.flatMap((label, index) => [
        {
          label,
          stroke: stroke(index),
          width: 2,
          dash: [...(dashes[Math.floor(index / 4) % dashes.length] ?? [])],
          spanGaps: true,
          points: { size: 5 },
          value: (_plot: unknown, value: number | null) => formatScore(value),
        },
        { stroke: 'transparent', width: 0, points: { show: false }, spanGaps: true },
        { stroke: 'transparent', width: 0, points: { show: false }, spanGaps: true },
      ]),
    ],
    bands: labels.map((_, index) => ({
      series: [3 * index + 3, 3 * index + 2] as [number, number],
      fill: withAlpha(stroke(index), colors.dark ? 0.18 : 0.13),
    })),
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
