import { describe, expect, it } from 'vitest';
import { trial } from '../testing/trial.js';
import { foldScale, valueScale } from './score-scale.js';

describe('scales', () => {
  it('clip at their ends, and put everything in the middle where all is the same', () => {
    expect([0, 1, 2, 3].map((value) => valueScale(1, 2).place(value))).toEqual([0, 0, 1, 1]);
    expect(valueScale(1, 1).place(1)).toBe(0.5);
  });

  it('leave out the worst tenth of the folds, whichever way is better', () => {
    const trials = Array.from({ length: 11 }, (_, index) =>
      trial({ id: String(index), foldScores: [index, 'NaN', null] }),
    );
    expect(foldScale(trials, 'maximize')).toMatchObject({ low: 1, high: 10 });
    expect(foldScale(trials, 'minimize')).toMatchObject({ low: 0, high: 9 });
    expect(foldScale([], 'maximize')).toBeNull();
  });
});
