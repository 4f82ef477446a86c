import type { ApiSweep } from '@frostline/protocol';
import type { ChartOption } from '../charts/e-chart.js';
import type { ParallelData } from '../model/parallel.js';
import { valueScale } from '../model/score-scale.js';
import { settingLabel } from '../model/settings.js';
import { labelLines } from '../model/label-lines.js';
import type { Colors } from '../ui/colors.js';

/** Parallel coordinates from top to bottom: a narrow column has room for long axes below one another. */
export function parallelOption(
  { axes, lines }: ParallelData,
  { metric, goal }: Pick<ApiSweep, 'metric' | 'goal'>,
  colors: Colors,
): ChartOption {
  const scores = lines.map(({ score }) => score);
  const scale = valueScale(Math.min(...scores), Math.max(...scores));
  const color = (score: number): string => {
    const place = goal === 'maximize' ? scale.place(score) : 1 - scale.place(score);
    // The palest steps are grounds for text, too faint for a line.
    return colors.growth[1 + Math.round(place * (colors.growth.length - 2))] ?? colors.ink;
  };
  const label = { color: colors.quiet, backgroundColor: colors.ground, padding: [1, 3], fontSize: 10 };
  const axis = (index: number, name: string): object => ({
    dim: index,
    name,
    // Above the line's beginning: beside it a long name would take the room of the line.
    nameLocation: 'start',
    nameGap: 0,
    nameTextStyle: {
      color: colors.ink,
      fontSize: 11,
      align: 'left',
      verticalAlign: 'bottom',
      backgroundColor: colors.ground,
      padding: [1, 4, 3, 0],
    },
    axisLine: { lineStyle: { color: colors.quiet } },
    axisTick: { show: false },
    axisLabel: { ...label, hideOverlap: true, margin: 4 },
    z: 10,
  });
  return {
    animation: false,
    parallel: { layout: 'vertical', left: 22, right: 22, top: 24, bottom: 36 },
    parallelAxis: [
      ...axes.map(({ setting, values, logarithmic }, index) => ({
        ...axis(index, settingLabel(setting)),
        ...(values === null
          ? { type: logarithmic ? 'log' : 'value', scale: true }
          : {
              type: 'category',
              data: values,
              boundaryGap: true,
              axisLabel: {
                interval: 0,
                margin: 4,
                rich: { value: { ...label, lineHeight: 13 }, above: { lineHeight: 13 } },
                formatter: categoryLabel(values),
              },
            }),
      })),
      { ...axis(axes.length, metric.replaceAll('_', ' ')), type: 'value', scale: true },
    ],
    series: [
      {
        type: 'parallel',
        smooth: 0.25,
        z: 1,
        lineStyle: { width: lines.length > 150 ? 1 : 1.6, opacity: lines.length > 150 ? 0.35 : 0.75 },
        data: lines.map(({ id, values, score }) => ({
          id,
          // ECharts breaks a line where it finds this in place of a number.
          value: [...values.map((value) => value ?? '-'), score],
          lineStyle: { color: color(score) },
        })),
      },
    ],
  };
}

/** Names on one line where there is room for them, else every other one a line lower; in ECharts' rich text. */
function categoryLabel(values: readonly string[]): (value: string, index: number) => string {
  const lines = labelLines(values);
  return (_value, index) => {
    const { text = '', low = false } = lines[index] ?? {};
    // A brace would end the style.
    const plain = text.replaceAll(/[{}|]/g, ' ');
    return low ? `{above| }\n{value|${plain}}` : `{value|${plain}}`;
  };
}
