import type { ApiCurve } from '@frostline/protocol';
import { describe, expect, it } from 'vitest';
import { alignBands, chosenMetric, curveMetrics, foldBands } from './fold-band.js';

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

  it('is the mean and one standard deviation over the folds that report', () => {
    const [band] = foldBands(curves, ['a'], 'f1');
    expect(band?.steps).toEqual([10, 20]);
    expect(band?.mean[0]).toBeCloseTo(0.5);
    expect(band?.high[0]).toBeCloseTo(0.5 + Math.sqrt(0.02));
    expect(band?.low[0]).toBeCloseTo(0.5 - Math.sqrt(0.02));
  });

  it('leaves out values that are not finite, and has no width where one fold is left', () => {
    const [band] = foldBands(curves, ['a'], 'f1');
    expect(band?.folds).toEqual([2, 1]);
    expect([band?.low[1], band?.mean[1], band?.high[1]]).toEqual([0.6, 0.6, 0.6]);
  });

  it('is empty for a trial without such a metric', () => {
    expect(foldBands(curves, ['a'], 'loss')[0]?.steps).toEqual([]);
  });

  it('stands on one axis with the others, with gaps where a trial has no step', () => {
    const { xs, bands } = alignBands(foldBands(curves, ['a', 'b'], 'f1'), 'step');
    expect(xs).toEqual([10, 15, 20]);
    expect(bands.map(({ mean }) => mean)).toEqual([
      [0.5, null, 0.6],
      [null, 0.3, null],
    ]);
  });

  it('meets at epochs, counted from 1, although the steps differ', () => {
    expect(alignBands(foldBands(curves, ['a', 'b'], 'f1'), 'epoch').xs).toEqual([1, 2]);
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
