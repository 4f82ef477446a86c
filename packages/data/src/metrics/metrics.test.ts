import { readFileSync } from 'node:fs';
import { metricGoals, metricNames, type MetricName } from '@frostline/protocol';
import { expect, it } from 'vitest';
import { classWeights } from '../class-weights.js';
import { classReport } from './class-report.js';
import { metrics, scoreAll } from './index.js';

interface Case {
  readonly classes: number;
  readonly labels: number[];
  readonly probabilities: number[];
  /** Null where scikit-learn refuses. */
  readonly scores: Readonly<Record<MetricName, number | null>>;
  readonly class_weights: number[];
  readonly confusion: number[][];
  readonly per_class: Readonly<Record<'precision' | 'recall' | 'f1' | 'support', number[]>>;
}

const predictionsOf = ({ classes, labels, probabilities }: Case) => ({
  classes,
  labels: Int32Array.from(labels),
  probabilities: Float32Array.from(probabilities),
});

const cases = JSON.parse(
  readFileSync(new URL('../../golden/metrics.json', import.meta.url), 'utf8'),
) as Case[];

it.each(cases.map((golden, i) => [i, golden] as const))('case %i equals scikit-learn', (_, golden) => {
  const found = scoreAll(predictionsOf(golden));
  expect(Object.keys(found)).toEqual(Object.keys(golden.scores));
  for (const name of metricNames) {
    const expected = golden.scores[name];
    // Of scikit-learn's log loss the rows are clipped and summed in float32.
    const digits = name === 'log_loss' ? 5 : 12;
    if (expected === null) expect(found[name], name).toBeNaN();
    else expect(found[name], name).toBeCloseTo(expected, digits);
  }
});

it('a metric is better the way that the planner takes it to be', () => {
  for (const { name, goal } of Object.values(metrics))
    expect([name, goal]).toEqual([name, metricGoals[name as MetricName]]);
});

it.each(cases.map((golden, i) => [i, golden] as const))(
  'the class weights of case %i equal scikit-learn',
  (_, { labels, classes, class_weights: expected }) => {
    classWeights('balanced', labels, classes).forEach((weight, c) => {
      expect(weight).toBeCloseTo(expected[c] ?? NaN, 5);
    });
    classWeights('sqrt', labels, classes).forEach((weight, c) => {
      expect(weight).toBeCloseTo(Math.sqrt(expected[c] ?? NaN), 5);
    });
  },
);

it.each(cases.map((golden, i) => [i, golden] as const))(
  'the class report of case %i equals scikit-learn',
  (_, golden) => {
    const { confusion, perClass } = classReport(predictionsOf(golden));
    expect(confusion).toEqual(golden.confusion);
    for (const name of ['precision', 'recall', 'f1', 'support'] as const)
      perClass.forEach((scores, c) => {
        expect(scores[name]).toBeCloseTo(golden.per_class[name][c] ?? NaN, 12);
      });
  },
);

it('a diverged prediction scores NaN', () => {
  const scores = scoreAll({ classes: 2, labels: Int32Array.of(0), probabilities: Float32Array.of(NaN, 1) });
  expect(new Set(Object.values(scores))).toEqual(new Set([NaN]));
});
