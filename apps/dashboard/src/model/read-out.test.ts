import { expect, it } from 'vitest';
import type { FoldBand } from './fold-band.js';
import { readOut, readOutText } from './read-out.js';

const band: FoldBand = {
  trial: 'a',
  epochs: [{ epoch: 1, step: 4.5, mean: 0.2, sd: 0.1 }],
  folds: [
    {
      fold: 0,
      points: [
        { epoch: 1, step: 4, value: 0.1 },
        { epoch: 2, step: 8, value: 0.4 },
      ],
    },
    { fold: 2, points: [{ epoch: 1, step: 5, value: 0.3 }] },
  ],
};

it('says the mean and the folds of an epoch, and only folds where not all have got so far', () => {
  expect(readOut(band, 'epoch', 1)).toMatchObject({ epoch: 1, mean: 0.2, sd: 0.1 });
  expect(readOut(band, 'epoch', 2)).toEqual({
    epoch: 2,
    mean: null,
    sd: null,
    folds: [{ fold: 0, value: 0.4 }],
  });
  expect(readOut(band, 'epoch', 3)).toBeNull();
});

it('over steps is of the last epoch that has ended', () => {
  expect(readOut(band, 'step', 3)).toBeNull();
  expect(readOut(band, 'step', 7)?.epoch).toBe(1);
  expect(readOut(band, 'step', 8)?.epoch).toBe(2);
});

it('is told in words', () => {
  expect(readOutText(readOut(band, 'epoch', 1))).toBe('0.2000 ± 0.1000 (folds 0.1000, 0.3000)');
  expect(readOutText(readOut(band, 'epoch', 2))).toBe('no mean (folds 0.4000)');
  expect(readOutText(null)).toBe('nothing');
});
