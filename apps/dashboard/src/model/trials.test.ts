import { expect, it } from 'vitest';
import { trial } from '../testing/trial.js';
import { findPicks } from './trials.js';

it('the picks are the trials that there are, each once and in the order of picking, and what is missing', () => {
  const trials = ['a', 'b', 'c'].map((id) => trial({ id }));
  const { trials: found, missing } = findPicks(trials, ['c', 'zzz', 'a', 'c', 'zzz']);
  expect(found.map(({ id }) => id)).toEqual(['c', 'a']);
  expect(missing).toEqual(['zzz']);
});
