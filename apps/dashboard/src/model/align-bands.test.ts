import { expect, it } from 'vitest';
import { alignBands, drawable } from './align-bands.js';
import type { FoldBand } from './fold-band.js';

const fold = (index: number, steps: number, values: readonly (number | null)[]) => ({
  fold: index,
  points: values.map((value, epoch) => ({ epoch: epoch + 1, step: (epoch + 1) * steps, value })),
});

const ahead: FoldBand = {
  trial: 'a',
  epochs: [
    { epoch: 1, step: 4.5, mean: 0.2, sd: 0.1 },
    { epoch: 2, step: 9, mean: 0.3, sd: 0.1 },
  ],
  folds: [fold(0, 4, [0.1, 0.2, 0.25]), fold(1, 5, [0.3, 0.4])],
};
const other: FoldBand = {
  trial: 'b',
  epochs: [{ epoch: 1, step: 7, mean: 0.5, sd: 0 }],
  folds: [fold(0, 7, [0.5])],
};

it('bands stand on one axis, with nothing where a trial has no epoch', () => {
  const { xs, bands } = alignBands([ahead, other], 'epoch');
  expect(xs).toEqual([1, 2, 3]);
  expect(bands.map(({ mean }) => mean)).toEqual([
    [0.2, 0.3, undefined],
    [0.5, undefined, undefined],
  ]);
  expect(bands[0]?.low[0]).toBeCloseTo(0.1);
  expect(bands[0]?.high[0]).toBeCloseTo(0.3);
});

it('a fold that is ahead goes on alone from where the mean ends', () => {
  const { bands } = alignBands([ahead, other], 'epoch');
  expect(bands.map(({ folds }) => folds)).toEqual([[{ fold: 0, values: [undefined, 0.2, 0.25] }], []]);
});

it('over steps means stand between the steps of their folds, and folds at their own', () => {
  const { xs, bands } = alignBands([ahead], 'step');
  expect(xs).toEqual([4.5, 8, 9, 12]);
  expect(bands[0]?.mean).toEqual([0.2, undefined, 0.3, undefined]);
  expect(bands[0]?.folds[0]?.values).toEqual([undefined, 0.2, undefined, 0.25]);
});

it('all folds are there where they are asked for, or where there is no mean', () => {
  const whole = [
    { fold: 0, values: [0.1, 0.2, 0.25] },
    { fold: 1, values: [0.3, 0.4, undefined] },
  ];
  expect(alignBands([ahead], 'epoch', { allFolds: true }).bands[0]?.folds).toEqual(whole);
  expect(alignBands([{ ...ahead, epochs: [] }], 'epoch').bands[0]?.folds).toEqual(whole);
});

it('what is not finite breaks the line, and the folds tell of what follows', () => {
  const broken: FoldBand = {
    trial: 'a',
    epochs: [
      { epoch: 1, step: 4, mean: 0.2, sd: 0 },
      { epoch: 2, step: 8, mean: null, sd: null },
    ],
    folds: [fold(0, 4, [0.2, 0.3]), fold(1, 4, [0.2, null])],
  };
  const { bands } = alignBands([broken], 'epoch');
  expect(bands[0]?.mean).toEqual([0.2, null]);
  expect(bands[0]?.folds.map(({ values }) => values)).toEqual([
    [0.2, 0.3],
    [0.2, null],
  ]);
});

it('a band without one finite value cannot be drawn', () => {
  const diverged: FoldBand = {
    trial: 'c',
    epochs: [{ epoch: 1, step: 4, mean: null, sd: null }],
    folds: [fold(0, 4, [null])],
  };
  expect(drawable(alignBands([ahead, diverged], 'epoch'))).toEqual([true, false]);
});
