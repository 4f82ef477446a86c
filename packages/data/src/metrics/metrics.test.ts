import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { classReport } from './class-report.js';
import { scoreAll } from './index.js';

interface Case {
  readonly classes: number;
  readonly labels: number[];
  readonly probabilities: number[];
  readonly accuracy: number;
  readonly macro_f1: number;
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
  const scores = scoreAll(predictionsOf(golden));
  expect(scores.accuracy).toBeCloseTo(golden.accuracy, 12);
  expect(scores.macro_f1).toBeCloseTo(golden.macro_f1, 12);
});

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
  expect(scores).toEqual({ accuracy: NaN, macro_f1: NaN });
});
