import { readFileSync } from 'node:fs';
import { fromHost, ops, tidy, toHostSync, valueAndGradients, type Tensor } from '@frostline/engine';
import { trialSettings, type LossName, type TrialSettings } from '@frostline/protocol';
import { describe, expect, it } from 'vitest';
import { losses } from './losses/index.js';
import { clipNormOf, optimizerOf, optimizers } from './optimizers/index.js';
import { nextAverages } from './programs/averages.js';
import { clipGradients } from './programs/clip-gradients.js';
import { entry } from './programs/records.js';
import { rateAt } from './schedules/index.js';

interface Golden {
  readonly start: number[];
  readonly gradients: number[][];
  readonly rates: number[];
  readonly optimizers: { readonly settings: Partial<TrialSettings>; readonly steps: number[][] }[];
  readonly ema_decay: number;
  readonly averages: number[][];
  readonly per_epoch: number;
  readonly schedules: { readonly settings: Partial<TrialSettings>; readonly rates: number[] }[];
  readonly losses: {
    readonly settings: Partial<TrialSettings>;
    readonly weights: number[];
    readonly logits: number[];
    readonly labels: number[];
    readonly classes: number;
    readonly loss: number;
    readonly gradient: number[];
  }[];
}

const golden = JSON.parse(
  readFileSync(new URL('../golden/training.json', import.meta.url), 'utf8'),
) as Golden;
const settingsWith = (some: Partial<TrialSettings>): TrialSettings =>
  trialSettings.parse({ backbone: 'any', freeze: 'full', ...some });
const vector = (values: readonly number[]): Tensor =>
  fromHost({ shape: [values.length], dtype: 'float32', data: Float32Array.from(values) });

function closeTo(actual: ArrayLike<number>, expected: readonly number[], digits: number): void {
  expected.forEach((value, i) => {
    expect(actual[i], `element ${i}`).toBeCloseTo(value, digits);
  });
}

const scalarsOf = (values: Readonly<Record<string, number>>): Readonly<Record<string, Tensor>> =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [name, ops.scalar(value)]));

/** The parameters after each step of the golden's gradients. */
function trained(some: Partial<TrialSettings>): Tensor[] {
  const settings = settingsWith(some);
  const optimizer = optimizerOf(settings);
  const clipNorm = clipNormOf(settings);
  const sizes = [golden.start.length];
  let parameter = vector(golden.start);
  let moments = Object.fromEntries(optimizer.moments.map((name) => [name, ops.zeros(sizes)])) as Readonly<
    Record<string, Tensor>
  >;
  return golden.gradients.map((values, step) => {
    const whole = vector(values);
    const [gradient = whole] = clipNorm === undefined ? [] : clipGradients([whole], ops.scalar(clipNorm));
    const scalars = scalarsOf(optimizer.scalars(settings, golden.rates[step] ?? 0, step + 1));
    ({ parameter, moments } = optimizer.update({ parameter, sizes, gradient, moments, scalars }));
    return parameter;
  });
}

describe('optimizers', () => {
  it.each(golden.optimizers)('follow the reference step by step: $settings', ({ settings, steps }) => {
    trained(settings).forEach((parameter, step) => {
      closeTo(toHostSync(parameter).data, steps[step] ?? [], 5);
    });
  });

  it('lamb makes the update of each parameter as long as that parameter', () => {
    const settings = settingsWith({ optimizer: 'lamb', weight_decay: 0.1 });
    const sizes = [2, 1, 4];
    const of = (values: readonly number[], parts: readonly number[]): number[] => {
      const parameter = vector(values);
      const moments = { exp_avg: ops.zeros([values.length]), exp_avg_sq: ops.zeros([values.length]) };
      const gradient = vector(values.map((_, i) => Math.sin(i + 1)));
      const scalars = scalarsOf(optimizers.lamb.scalars(settings, 0.5, 1));
      const next = optimizers.lamb.update({ parameter, sizes: parts, gradient, moments, scalars });
      return Array.from(toHostSync(next.parameter).data);
    };
    const before = [3, 4, 0, 1, 1, 1, 1];
    const after = of(before, sizes);
    const moved = (from: number, to: number): number =>
      Math.hypot(...before.slice(from, to).map((value, i) => value - (after[from + i] ?? NaN)));
    // Half of 5, half of 2; one without length moves by the update itself, whose first is a sign.
    expect([moved(0, 2), moved(3, 7), moved(2, 3)]).toEqual([
      expect.closeTo(2.5, 5),
      expect.closeTo(1, 5),
      expect.closeTo(0.5, 4),
    ]);
  });

  it('clip all gradients together, and only those that are too long', () => {
    const [a, b] = clipGradients([vector([3, 0]), vector([0, 4])], ops.scalar(1));
    closeTo(a ? toHostSync(a).data : [], [0.6, 0], 5);
    closeTo(b ? toHostSync(b).data : [], [0, 0.8], 5);
    const [short] = clipGradients([vector([0.3, 0.4])], ops.scalar(1));
    closeTo(short ? toHostSync(short).data : [], [0.3, 0.4], 7);
  });
});

describe('moving averages', () => {
  it("follow timm's", () => {
    const steps = trained(golden.optimizers[2]?.settings ?? {});
    let state: Record<string, Tensor> = { 'average/p': vector(golden.start), p: vector(golden.start) };
    steps.forEach((p, step) => {
      const share = ops.scalar(1 - golden.ema_decay);
      state = { ...state, ...nextAverages(['p'], { state, next: { p }, share }), p };
      closeTo(toHostSync(entry(state, 'average/p')).data, golden.averages[step] ?? [], 5);
    });
  });
});

describe('schedules', () => {
  it.each(golden.schedules)('equal torch: $settings, $rates.length steps', ({ settings: some, rates }) => {
    const settings = settingsWith({ learning_rate: 0.3, ...some });
    const [stepsPerEpoch, totalSteps] = [golden.per_epoch, rates.length];
    const found = rates.map((_, step) => rateAt(settings, { step, stepsPerEpoch, totalSteps }));
    closeTo(found, rates, 12);
  });
});

describe('losses', () => {
  it.each(golden.losses)('equal torch: $settings, weights $weights', (expected) => {
    const settings = settingsWith(expected.settings);
    const { loss, scalars } = losses[settings.loss as LossName];
    const mean = expected.labels.reduce((sum, label) => sum + entry(expected.weights, label), 0) / 4;
    const result = tidy(() => {
      const logits = ops.reshape(vector(expected.logits), [expected.labels.length, expected.classes]);
      const labels = fromHost({
        shape: [expected.labels.length],
        dtype: 'int32',
        data: Int32Array.from(expected.labels),
      });
      const classWeights = vector(expected.weights.map((weight) => weight / mean));
      const given = { ops, labels, classWeights, scalars: scalarsOf(scalars?.(settings) ?? {}) };
      const { loss: value, gradients } = valueAndGradients(
        () => ({ loss: loss({ ...given, logits }) }),
        [logits],
      );
      return {
        loss: toHostSync(value).data[0],
        gradients: gradients[0] ? toHostSync(gradients[0]).data : [],
      };
    });
    expect(result.loss).toBeCloseTo(expected.loss, 5);
    closeTo(result.gradients, expected.gradient, 6);
  });

  it('stay finite where a net is very sure, right or wrong', () => {
    for (const { name, loss, scalars } of Object.values(losses)) {
      const logits = ops.reshape(vector([200, -200, 0, -200, 200, 0]), [2, 3]);
      const labels = fromHost({ shape: [2], dtype: 'int32', data: Int32Array.of(0, 0) });
      const given = { ops, labels, classWeights: vector([1, 1, 1]) };
      const numbers = scalarsOf(scalars?.(settingsWith({ loss: name as LossName })) ?? {});
      const { loss: value, gradients } = valueAndGradients(
        () => ({ loss: loss({ ...given, logits, scalars: numbers }) }),
        [logits],
      );
      const all = [value, ...gradients].flatMap((x) => (x ? [...toHostSync(x).data] : [NaN]));
      expect([name, all.every(Number.isFinite)]).toEqual([name, true]);
    }
  });
});
