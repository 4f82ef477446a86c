import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { scoreAll } from './index.js';

interface Case {
  readonly classes: number;
  readonly labels: number[];
  readonly probabilities: number[];
  readonly accuracy: number;
  readonly macro_f1: number;
}

const cases = JSON.parse(
  readFileSync(new URL('../../golden/metrics.json', import.meta.url), 'utf8'),
) as Case[];

it.each(cases.map((golden, i) => [i, golden] as const))('case %i equals scikit-learn', (_, golden) => {
  const scores = scoreAll({
    classes: golden.classes,
    labels: Int32Array.from(golden.labels),
    probabilities: Float32Array.from(golden.probabilities),
  });
  expect(scores.accuracy).toBeCloseTo(golden.accuracy, 12);
  expect(scores.macro_f1).toBeCloseTo(golden.macro_f1, 12);
});

it('a diverged prediction scores NaN', () => {
  const scores = scoreAll({ classes: 2, labels: Int32Array.of(0), probabilities: Float32Array.of(NaN, 1) });
  expect(scores).toEqual({ accuracy: NaN, macro_f1: NaN });
});
