import { expect, it } from 'vitest';
import { unwatched, watch } from './early-stopping.js';

const after = (scores: readonly number[], goal: 'maximize' | 'minimize', minDelta = 0) =>
  scores.reduce((seen, score) => watch(seen, score, { goal, minDelta }), unwatched);

it('counts the epochs since the best one, whichever way is better', () => {
  expect(after([0.2, 0.5, 0.4, 0.5], 'maximize')).toEqual({ best: 0.5, waited: 2 });
  expect(after([0.2, 0.5, 0.1, 0.3], 'minimize')).toEqual({ best: 0.1, waited: 1 });
});

it('asks for more than the least gain, over the best that counted', () => {
  expect(after([0.5, 0.505, 0.509], 'maximize', 0.01)).toEqual({ best: 0.5, waited: 2 });
  expect(after([0.5, 0.505, 0.52], 'maximize', 0.01)).toEqual({ best: 0.52, waited: 0 });
});

it('waits through epochs without a score', () => {
  expect(after([NaN, NaN], 'minimize')).toEqual({ best: null, waited: 2 });
  expect(after([NaN, 3, NaN, Infinity], 'minimize')).toEqual({ best: 3, waited: 2 });
});
