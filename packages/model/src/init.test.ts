import { describe, expect, it } from 'vitest';
import {
  Conv2d,
  ConvTranspose2d,
  createBackbone,
  Embedding,
  init,
  initialize,
  Linear,
  manualSeed,
  MultiheadAttention,
  PReLU,
  type Parameter,
} from './index.js';

const statistics = ({ values }: { values: ArrayLike<number> }) => {
  const list = Array.from(values);
  const mean = list.reduce((sum, value) => sum + value, 0) / list.length;
  const variance = list.reduce((sum, value) => sum + (value - mean) ** 2, 0) / list.length;
  return {
    mean,
    deviation: Math.sqrt(variance),
    largest: list.reduce((most, value) => Math.max(most, Math.abs(value)), 0),
  };
};
const of = (parameter: Parameter) => statistics({ values: parameter.values().data });

describe('initial values', () => {
  it('torch’s default is uniform within 1/√fan-in, weights and biases', () => {
    const { weight, bias } = new Conv2d(16, 64, 3, { groups: 2 });
    const bound = 1 / Math.sqrt(8 * 9);
    const found = of(weight);
    expect(found.largest).toBeLessThanOrEqual(bound);
    expect(found.largest).toBeGreaterThan(0.99 * bound);
    expect(found.deviation / (bound / Math.sqrt(3))).toBeCloseTo(1, 1);
    expect(bias === null ? 0 : of(bias).largest).toBeLessThanOrEqual(bound);
  });

  it('kaiming normal has deviation √(2/fan)', () => {
    const { weight } = new Conv2d(8, 32, 3);
    init.kaimingNormal_(weight, { mode: 'fanOut' });
    expect(of(weight).deviation / Math.sqrt(2 / (32 * 9))).toBeCloseTo(1, 1);
    expect(Math.abs(of(weight).mean)).toBeLessThan(0.01);
  });

  it.each<[string, (parameter: Parameter) => void, number]>([
    [
      'xavier uniform',
      (p) => {
        init.xavierUniform_(p, 2);
      },
      2 * Math.sqrt(2 / (64 * 9 + 32 * 9)),
    ],
    [
      'xavier normal',
      (p) => {
        init.xavierNormal_(p);
      },
      Math.sqrt(2 / (64 * 9 + 32 * 9)),
    ],
    [
      'kaiming uniform for a leaky ReLU',
      (p) => {
        init.kaimingUniform_(p, { a: 1 });
      },
      1 / Math.sqrt(64 * 9),
    ],
    [
      'kaiming uniform for a sigmoid, fan-out',
      (p) => {
        init.kaimingUniform_(p, { mode: 'fanOut', nonlinearity: 'sigmoid' });
      },
      1 / Math.sqrt(32 * 9),
    ],
    [
      'kaiming normal for tanh',
      (p) => {
        init.kaimingNormal_(p, { nonlinearity: 'tanh' });
      },
      5 / 3 / Math.sqrt(64 * 9),
    ],
    [
      'uniform',
      (p) => {
        init.uniform_(p, -1, 1);
      },
      1 / Math.sqrt(3),
    ],
    [
      'truncated normal, far from its bounds',
      (p) => {
        init.truncNormal_(p, 0, 0.02);
      },
      0.02,
    ],
    // Of a standard normal cut off at ±1 (variance 1 − 2φ(1)/(2Φ(1) − 1)).
    [
      'truncated normal, cut off',
      (p) => {
        init.truncNormal_(p, 0, 1, -1, 1);
      },
      0.53956,
    ],
  ])('%s has torch’s deviation and mean 0', (_, draw, deviation) => {
    // prettier-ignore
    manualSeed(4);
    const { weight } = new Conv2d(64, 32, 3);
    draw(weight);
    const found = of(weight);
    // 18,432 values: the deviation's own standard error is below 0.6 %.
    expect(Math.abs(found.deviation / deviation - 1)).toBeLessThan(0.02);
    expect(Math.abs(found.mean)).toBeLessThan(0.03 * deviation);
  });

  it('a truncated normal keeps within its bounds and is a normal in between', () => {
    manualSeed(4);
    const { weight } = new Linear(200, 200);
    init.truncNormal_(weight, 1, 2, -1, 4);
    const values = Array.from(weight.values().data);
    expect(Math.min(...values)).toBeGreaterThanOrEqual(-1);
    expect(Math.max(...values)).toBeLessThanOrEqual(4);
    // P(X < 1 | −1 < X < 4) = (0.5 − Φ(−1)) / (Φ(1.5) − Φ(−1)).
    expect(values.filter((value) => value < 1).length / values.length).toBeCloseTo(0.44072, 2);
  });

  it.each([
    [5, 12],
    [12, 5],
  ])('orthogonal: the shorter side of [%i, %i] is orthonormal, times the gain', (rows, columns) => {
    const { weight } = new Linear(columns, rows);
    init.orthogonal_(weight, 2);
    const { data } = weight.values();
    const vector = (index: number) =>
      rows <= columns
        ? Array.from(data.slice(index * columns, (index + 1) * columns))
        : Array.from({ length: rows }, (_, row) => data[row * columns + index] ?? 0);
    const count = Math.min(rows, columns);
    for (let a = 0; a < count; a++)
      for (let b = 0; b < count; b++) {
        const other = vector(b);
        const dot = vector(a).reduce((sum, value, index) => sum + value * (other[index] ?? 0), 0);
        expect(dot).toBeCloseTo(a === b ? 4 : 0, 5);
      }
  });

  it('layers start as torch’s do', () => {
    manualSeed(4);
    const embedding = of(new Embedding(200, 50).weight);
    expect([embedding.deviation, embedding.mean + 1].map((value) => value.toFixed(1))).toEqual([
      '1.0',
      '1.0',
    ]);
    const padded = new Embedding(3, 4, { paddingIdx: 1 }).weight.values().data;
    expect(Array.from(padded, (value) => value === 0)).toEqual(
      Array.from({ length: 12 }, (_, index) => index >= 4 && index < 8),
    );
    const { in_proj_weight, in_proj_bias, out_proj } = new MultiheadAttention(64, 4);
    const projection = in_proj_weight === null ? 0 : of(in_proj_weight).deviation;
    expect(projection / Math.sqrt(2 / (64 + 3 * 64))).toBeCloseTo(1, 1);
    expect(of(out_proj.weight).largest).toBeLessThanOrEqual(1 / Math.sqrt(64));
    for (const bias of [in_proj_bias, out_proj.bias]) expect(bias === null ? 1 : of(bias).largest).toBe(0);
    // torch takes the fan-in of a transposed convolution from its output channels.
    const { weight } = new ConvTranspose2d(64, 4, 3);
    expect(of(weight).largest * Math.sqrt(4 * 9)).toBeCloseTo(1, 1);
    expect([...new PReLU(2).weight.values().data]).toEqual([0.25, 0.25]);
  });

  it('constants', () => {
    const { weight, bias } = new Linear(2, 2);
    init.ones_(weight);
    init.constant_(bias, 0.5);
    expect([...weight.values().data, ...(bias?.values().data ?? [])]).toEqual([1, 1, 1, 1, 0.5, 0.5]);
    init.eye_(weight);
    expect([...weight.values().data]).toEqual([1, 0, 0, 1]);
  });

  it('the paper’s initial values: MobileNetV3 and SqueezeNet', () => {
    const mobile = Object.fromEntries(createBackbone('mobilenet_v3_small').namedParameters());
    const squeeze = Object.fromEntries(createBackbone('squeezenet1_1').namedParameters());
    const deviation = (parameter: Parameter | undefined) => (parameter ? of(parameter).deviation : 0);
    expect(deviation(mobile['classifier.0.weight'])).toBeCloseTo(0.01, 3);
    expect(deviation(mobile['features.0.0.weight'])).toBeCloseTo(Math.sqrt(2 / (16 * 9)), 1);
    expect(deviation(mobile['classifier.3.bias'])).toBe(0);
    expect(deviation(squeeze['classifier.1.weight'])).toBeCloseTo(0.01, 3);
    expect(deviation(squeeze['features.3.squeeze.weight'])).toBeCloseTo(Math.sqrt(2 / 64), 2);
  });

  it('initialize depends on seed and name only: another head leaves the rest as it is', () => {
    const five = createBackbone('shufflenet_v2_x0_5', { classes: 5 });
    const nine = createBackbone('shufflenet_v2_x0_5', { classes: 9 });
    initialize(five, 11);
    initialize(nine, 11);
    const [a, b] = [five.stateDict(), nine.stateDict()];
    expect(a['conv5.0.weight']).toEqual(b['conv5.0.weight']);
    initialize(nine, 12);
    expect(nine.stateDict()['conv5.0.weight']).not.toEqual(a['conv5.0.weight']);
  });

  it('manualSeed makes layers draw again what they drew, whatever is looked at first', () => {
    manualSeed(5);
    const [first, second] = [new Linear(3, 3), new Linear(3, 3)];
    const values = [second.weight.values(), first.weight.values()];
    expect(values[0]).not.toEqual(values[1]);
    manualSeed(5);
    const [third, fourth] = [new Linear(3, 3), new Linear(3, 3)];
    expect([fourth.weight.values(), third.weight.values()].reverse()).toEqual([...values].reverse());
  });
});
