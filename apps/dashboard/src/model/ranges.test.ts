import { expect, it } from 'vitest';
import { trial } from '../testing/trial.js';
import { rangeFacets, rangeText, trialNumber, withBound } from './ranges.js';

const trials = Array.from({ length: 20 }, (_, index) =>
  trial({
    id: `t${index}`,
    score: index === 19 ? null : index / 20,
    seconds: index,
    settings: {
      learning_rate: 0.001 * (index + 1),
      batch_size: 16 * (1 + (index % 2)),
      dropout: index === 0 ? null : index / 100,
    },
  }),
);

it('are offered for score, time and the settings with many numbers, not for those with few', () => {
  expect(rangeFacets(trials, ['learning_rate', 'batch_size', 'dropout', 'freeze'])).toEqual([
    { name: 'score', least: 0, largest: 0.9 },
    { name: 'seconds', least: 0, largest: 19 },
    { name: 'learning_rate', least: 0.001, largest: 0.02 },
    { name: 'dropout', least: 0.01, largest: 0.19 },
  ]);
  expect(trialNumber(trials[0] ?? trial({ id: 'x' }), 'constructor')).toBeNull();
});

it('are changed bound by bound, and gone with the last bound', () => {
  const from = withBound({}, '__proto__', { from: 1 });
  expect(Object.entries(from)).toEqual([['__proto__', { from: 1, to: null }]]);
  const both = withBound({ score: { from: 0.5, to: null } }, 'score', { to: 0.9 });
  expect(both).toEqual({ score: { from: 0.5, to: 0.9 } });
  expect(withBound(withBound(both, 'score', { from: null }), 'score', { to: null })).toEqual({});
});

it('are told in words', () => {
  expect(rangeText('score', { from: 0.5, to: null })).toBe('≥ 0.5');
  expect(rangeText('dropout', { from: null, to: 0.1 })).toBe('≤ 0.1');
  expect(rangeText('seconds', { from: 30, to: 90 })).toBe('30 s – 1 m 30 s');
});
