import type { LeaderboardTrial } from '@frostline/protocol';
import { depthMark } from '../charts/depth-color.js';
import type { ChartOption } from '../charts/e-chart.js';
import { deepestStage } from '../model/freeze-depth.js';
import { finite, formatScore, formatSeconds } from '../model/numbers.js';
import { paretoFront } from '../model/pareto.js';
import { settingText } from '../model/settings.js';
import { trialLabel } from '../model/trials.js';
import type { Colors } from '../ui/colors.js';

/** The scatter of score against time: a series for each strategy, and the line of trials that none beats in both. */
export function costOption(
  trials: readonly LeaderboardTrial[],
  freezes: readonly string[],
  goal: 'maximize' | 'minimize',
  colors: Colors,
): ChartOption {
  const points = trials.flatMap((trial) => {
    const score = finite(trial.score);
    return score === null || trial.seconds <= 0 ? [] : { trial, id: trial.id, seconds: trial.seconds, score };
  });
  const deepest = deepestStage(freezes);
  const size = points.length > 2000 ? 4 : points.length > 300 ? 6 : 9;
  const axis = {
    axisLine: { lineStyle: { color: colors.line } },
    axisTick: { show: false },
    axisLabel: { color: colors.quiet, fontSize: 11, hideOverlap: true },
    splitLine: { lineStyle: { color: colors.line } },
  };
  return {
    animation: false,
    grid: { left: 42, right: 12, top: 10, bottom: 24 },
    tooltip: {
      // The page's policy allows no style attribute, which an HTML tooltip would need.
      renderMode: 'richText',
      backgroundColor: colors.surface,
      borderColor: colors.line,
      textStyle: { color: colors.ink, fontSize: 12 },
      formatter: ({ data }: { data: { label: string } }) => data.label,
    },
    xAxis: {
      ...axis,
      type: 'log',
      axisLabel: { ...axis.axisLabel, formatter: (seconds: number) => formatSeconds(seconds) },
      ...extent(points.map(({ seconds }) => seconds)),
    },
    yAxis: { ...axis, type: 'value', scale: true, splitNumber: 4 },
    series: [
      {
        type: 'line',
        step: 'end',
        symbol: 'none',
        silent: true,
        lineStyle: { color: colors.quiet, width: 1 },
        data: paretoFront(points, goal).map(({ seconds, score }) => [seconds, score]),
      },
      ...freezes.map((freeze) => {
        const { color, symbol, hollow } = depthMark(freeze, deepest, colors);
        return {
          type: 'scatter',
          name: freeze,
          symbol,
          symbolSize: size,
          itemStyle: {
            ...(hollow ? { color: 'transparent', borderColor: color, borderWidth: 1.5 } : { color }),
            opacity: points.length > 300 ? 0.55 : 0.9,
          },
          data: points
            .filter(({ trial }) => settingText(trial.settings['freeze']) === freeze)
            .map(({ trial, id, seconds, score }) => ({
              id,
              value: [seconds, score],
              label: `${trialLabel(trial)}\n${formatScore(score)} in ${formatSeconds(seconds)}`,
            })),
        };
      }),
    ],
  };
}

/** The ends of a logarithmic axis, a little beyond the values. */
function extent(values: readonly number[]): { min?: number; max?: number } {
  if (values.length === 0) return {};
  const ends = values.reduce(
    ({ min, max }, value) => ({ min: Math.min(min, value), max: Math.max(max, value) }),
    { min: Infinity, max: -Infinity },
  );
  return { min: ends.min / 1.15, max: ends.max * 1.15 };
}
