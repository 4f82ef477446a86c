import { describe, expect, it } from 'vitest';
import { trial } from '../testing/trial.js';
import { parallelData } from './parallel.js';

describe('parallel coordinates', () => {
  it('draw the best trial last and leave out trials without a score', () => {
    const { lines, scored } = parallelData(
      [
        trial({ id: 'first', rank: 1, score: 0.9, settings: { freeze: 'head' } }),
        trial({ id: 'second', rank: 2, score: 0.8, settings: { freeze: 'full' } }),
        trial({ id: 'none', rank: null, score: 'NaN', settings: { freeze: 'full' } }),
      ],
      ['freeze'],
    );
    expect(lines.map(({ id }) => id)).toEqual(['second', 'first']);
    expect(scored).toBe(2);
  });

  it('name few values and measure many', () => {
    const many = Array.from({ length: 30 }, (_, index) =>
      trial({
        id: `t${index}`,
        rank: index + 1,
        settings: { rate: index / 10, bn: index % 2 ? 'eval' : 'train' },
      }),
    );
    expect(parallelData(many, ['rate', 'bn']).axes).toEqual([
      { setting: 'rate', values: null, logarithmic: false },
      { setting: 'bn', values: ['eval', 'train'], logarithmic: false },
    ]);
  });

  it('show the powers of a setting that spans many, and a gap where the backbone has its own value', () => {
    const many = Array.from({ length: 30 }, (_, index) =>
      trial({
        id: `t${index}`,
        rank: index + 1,
        settings: { rate: index === 0 ? null : 10 ** (-index / 5) },
      }),
    );
    const { axes, lines } = parallelData(many, ['rate']);
    expect(axes).toEqual([{ setting: 'rate', values: null, logarithmic: true }]);
    expect(lines.at(-1)?.values).toEqual([null]);
  });

  it('take trials evenly by rank where they are too many, the best among them', () => {
    const many = Array.from({ length: 6000 }, (_, index) =>
      trial({ id: `t${index}`, rank: index + 1, score: 1 - index / 6000, settings: { a: 1 } }),
    );
    const { lines } = parallelData(many, ['a']);
    expect(lines).toHaveLength(600);
    expect(lines.at(-1)?.id).toBe('t0');
    expect(lines[0]?.id).toBe('t5990');
  });
});
