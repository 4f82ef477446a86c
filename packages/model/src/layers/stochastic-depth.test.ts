import { eagerNoise, ops, toHostSync } from '@frostline/engine';
import type { Tensor } from '@frostline/engine';
import { describe, expect, it } from 'vitest';
import { Dropout2d, functionalCall, manualSeed, MultiheadAttention, StochasticDepth } from '../index.js';

const values = (x: Tensor): number[] => [...toHostSync(x).data];
const x = ops.ones([200, 2, 3]);
const rowsOf = (data: number[]): number[][] =>
  Array.from({ length: 200 }, (_, index) => data.slice(index * 6, index * 6 + 6));

describe('StochasticDepth', () => {
  it('drops whole samples and scales the others, so that the mean stays', () => {
    manualSeed(3);
    const rows = rowsOf(values(new StochasticDepth(0.25, 'row').call(x)));
    const kept = rows.filter((row) => row.every((value) => Math.abs(value - 1 / 0.75) < 1e-6)).length;
    expect(rows.filter((row) => row.every((value) => value === 0)).length + kept).toBe(200);
    expect(kept / 200).toBeCloseTo(0.75, 1);
  });

  it('drops a batch as a whole', () => {
    manualSeed(3);
    const layer = new StochasticDepth(0.5, 'batch');
    const seen = Array.from({ length: 20 }, () => new Set(values(layer.call(x))));
    expect(new Set(seen.map((set) => set.size))).toEqual(new Set([1]));
    expect(new Set(seen.flatMap((set) => [...set]))).toEqual(new Set([0, 2]));
  });

  it('does nothing in evaluation, when frozen and at p = 0; at p = 1 nothing is left', () => {
    const frozen = new StochasticDepth(0.5, 'row');
    frozen.frozen = true;
    for (const layer of [new StochasticDepth(0.5, 'row').eval(), frozen, new StochasticDepth(0, 'batch')])
      expect(layer.call(x)).toBe(x);
    expect(new Set(values(new StochasticDepth(1, 'row').call(x)))).toEqual(new Set([0]));
  });

  it('a sample draws the same in another batch of a step', () => {
    const layer = new StochasticDepth(0.5, 'row');
    const run = (draws: number[]) => {
      const noise = eagerNoise({ seed: 1, epoch: 2, draws: Uint32Array.from(draws) });
      return values(functionalCall(layer, {}, ops.ones([draws.length, 1]), { train: true, noise }).output);
    };
    const whole = run([0, 1, 2, 3, 4, 5, 6, 7]);
    expect([...run([0, 1, 2]), ...run([3, 4, 5, 6, 7])]).toEqual(whole);
  });
});

describe('other layers that draw', () => {
  it('Dropout2d drops whole channels', () => {
    manualSeed(3);
    const image = ops.ones([50, 4, 3, 2]);
    const data = values(new Dropout2d(0.5).call(image));
    const channels = Array.from({ length: 200 }, (_, index) => new Set(data.slice(index * 6, index * 6 + 6)));
    expect(new Set(channels.map((channel) => channel.size))).toEqual(new Set([1]));
    expect(channels.filter((channel) => channel.has(0)).length / 200).toBeCloseTo(0.5, 1);
  });

  it('MultiheadAttention drops attention weights in training only', () => {
    manualSeed(3);
    const attention = new MultiheadAttention(4, 2, { dropout: 0.5 });
    const sequence = ops.ones([5, 3, 4]);
    const weights = () =>
      values(attention.attend(sequence, sequence, sequence, { averageAttnWeights: false }).weights);
    const dropped = weights();
    expect(new Set(dropped.map((value) => value.toFixed(4)))).toEqual(new Set(['0.0000', '0.4000']));
    attention.eval();
    expect(new Set(weights().map((value) => value.toFixed(4)))).toEqual(new Set(['0.2000']));
  });
});
