import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { assignFolds } from './index.js';

const golden = JSON.parse(readFileSync(new URL('../golden/folds.json', import.meta.url), 'utf8')) as {
  cases: { labels: number[]; count: number; folds: number[] }[];
};
const labels = Array.from({ length: 101 }, (_, row) => (row * row) % 7);

/** counts[class][fold] */
function countsOf(folds: Int32Array, count: number): number[][] {
  const counts = Array.from({ length: 7 }, () => new Array<number>(count).fill(0));
  for (const [row, fold] of folds.entries()) {
    const ofClass = counts[labels[row] ?? 0] ?? [];
    ofClass[fold] = (ofClass[fold] ?? 0) + 1;
  }
  return counts;
}

describe('assignFolds', () => {
  it.each(golden.cases)(
    'without a seed equals StratifiedKFold with $count folds',
    ({ labels, count, folds }) => {
      expect([...assignFolds(labels, { kind: 'stratified', count, seed: null })]).toEqual(folds);
    },
  );

  it.each([0, 1, 12345])('with seed %i, class counts and fold sizes differ by at most one', (seed) => {
    const folds = assignFolds(labels, { kind: 'stratified', count: 4, seed });
    const counts = countsOf(folds, 4);
    const sizes = [0, 1, 2, 3].map((fold) => folds.filter((other) => other === fold).length);
    for (const row of [...counts, sizes]) expect(Math.max(...row) - Math.min(...row)).toBeLessThanOrEqual(1);
    expect(sizes.reduce((a, b) => a + b)).toBe(labels.length);
  });

  it('is the same for the same seed and another for another', () => {
    const of = (seed: number | null): number[] => [
      ...assignFolds(labels, { kind: 'stratified', count: 3, seed }),
    ];
    expect(of(5)).toEqual(of(5));
    expect(of(5)).not.toEqual(of(6));
    expect(of(5)).not.toEqual(of(null));
  });

  it('lets a class be smaller than the number of folds, but not all of them', () => {
    const plan = { kind: 'stratified', count: 3, seed: 0 } as const;
    const folds = assignFolds([0, 0, 0, 0, 1], plan);
    expect(new Set(folds)).toEqual(new Set([0, 1, 2]));
    expect(() => assignFolds([0, 0, 1, 1], plan)).toThrow(
      'folds.count: no class has as many samples as there are folds: class 0, the largest, has 2; found 3; allowed: 2..2',
    );
    expect(() => assignFolds([0, 1, 1], plan, { classes: ['cat', 'dog'], place: 'sweep.yaml' })).toThrow(
      'sweep.yaml: no class has as many samples as there are folds: class dog, the largest, has 2;',
    );
  });
});
