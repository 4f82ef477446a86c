import { expect, it } from 'vitest';
import { estimate, separation, summarize, type StudyTrial } from './summary.js';

const trial = (
  freeze: string,
  learningRate: number,
  seed: number,
  outOfFold: number,
  test: number,
): StudyTrial => ({
  backbone: 'net',
  freeze,
  learningRate,
  seed,
  outOfFold,
  test,
});

it('chooses each rate by the out-of-fold score, not by the test score', () => {
  const rows = summarize([
    trial('head', 0.1, 0, 0.5, 0.9),
    trial('head', 0.1, 1, 0.5, 0.9),
    trial('head', 0.2, 0, 0.6, 0.4),
    trial('head', 0.2, 1, 0.6, 0.6),
    trial('full', 0.1, 0, 0.7, 0.7),
    trial('full', 0.1, 1, 0.7, 0.7),
  ]);
  expect(rows.map(({ freeze, learningRate, test }) => [freeze, learningRate, test.mean])).toEqual([
    ['full', 0.1, 0.7],
    ['head', 0.2, 0.5],
  ]);
});

it('gives the standard error of a mean, and separates two of them', () => {
  expect(estimate([1, 2, 3])).toEqual({ mean: 2, error: Math.sqrt(1 / 3) });
  expect(separation({ mean: 5, error: 3 }, { mean: 0, error: 4 })).toBe(1);
});
