import type { ApiCurve } from '@frostline/protocol';
import { describe, expect, it } from 'vitest';
import { chosenMetric, curveMetrics, foldBands } from './fold-band.js';

const curve = (trial: string, fold: number, points: ApiCurve['metrics'][string]): ApiCurve => ({
  trial,
  fold,
  metrics: { f1: points },
});

describe('the band over folds', () => {
  const curves = [
    curve('a', 0, [
      [10, 0, 0.4],
      [20, 1, 0.6],
    ]),
    curve('a', 1, [
      [10, 0, 0.6],
      [20, 1, 'NaN'],
    ]),
    curve('b', 0, [[15, 0, 0.3]]),
  ];

  it('is the mean and one standard deviation over the folds', () => {
    const [band] = foldBands(curves, [{ id: 'a', runs: 2 }], 'f1');
    expect(band?.epochs[0]).toMatchObject({ epoch: 1, step: 10, mean: 0.5 });
    expect(band?.epochs[0]?.sd).toBeCloseTo(Math.sqrt(0.02));
  });

  it('has no mean where a value is not finite, and no width over a single fold', () => {
    const [a, b] = foldBands(
      curves,
      [
        { id: 'a', runs: 2 },
        { id: 'b', runs: 1 },
      ],
      'f1',
    );
    expect(a?.epochs[1]).toEqual({ epoch: 2, step: 20, mean: null, sd: null });
    expect(b?.epochs).toEqual([{ epoch: 1, step: 15, mean: 0.3, sd: 0 }]);
  });

  it('is empty for a trial without such a metric', () => {
    expect(foldBands(curves, [{ id: 'a', runs: 2 }], 'loss')).toEqual([
      { trial: 'a', epochs: [], folds: [] },
    ]);
  });
});

describe('folds that differ in steps per epoch', () => {
  const fold = (index: number, stepsPerEpoch: number, epochs: number): ApiCurve =>
    curve(
      'a',
      index,
      Array.from({ length: epochs }, (_, epoch) => [
        (epoch + 1) * stepsPerEpoch,
        epoch,
        (epoch + 1) / 10 + index / 100,
      ]),
    );

  it('meet at epochs, which stand at the mean of their steps', () => {
    const [band] = foldBands([fold(0, 4, 3), fold(1, 4, 3), fold(2, 5, 3)], [{ id: 'a', runs: 3 }], 'f1');
    expect(band?.epochs.map(({ epoch }) => epoch)).toEqual([1, 2, 3]);
    expect(band?.epochs.map(({ mean }) => mean?.toFixed(4))).toEqual(['0.1100', '0.2100', '0.3100']);
    expect(band?.epochs.map(({ step }) => step.toFixed(3))).toEqual(['4.333', '8.667', '13.000']);
  });

  it('have a mean only as far as all have got, and none before all have begun', () => {
    const ahead = [fold(0, 4, 5), fold(1, 4, 2)];
    const epochsOf = (runs: number) =>
      foldBands(ahead, [{ id: 'a', runs }], 'f1')[0]?.epochs.map(({ epoch }) => epoch);
    expect(epochsOf(2)).toEqual([1, 2]);
    expect(epochsOf(3)).toEqual([]);
  });
});

describe('the metrics of curves', () => {
  it('come with the validation ones first', () => {
    const metrics = { train_loss: [], val_loss: [], learning_rate: [], f1: [] };
    expect(curveMetrics([{ trial: 'a', fold: 0, metrics }])).toEqual([
      'f1',
      'val_loss',
      'learning_rate',
      'train_loss',
    ]);
  });

  it("are drawn as asked, else the sweep's", () => {
    expect(chosenMetric(['f1', 'loss'], 'loss', 'f1')).toBe('loss');
    expect(chosenMetric(['loss', 'val_f1'], 'gone', 'f1')).toBe('val_f1');
    expect(chosenMetric(['loss'], null, 'f1')).toBe('loss');
  });
});
