import { readFileSync } from 'node:fs';
import { fromHost, ops, tidy, toHostSync, valueAndGradients, type Tensor } from '@frostline/engine';
import { trialSettings, type TrialSettings } from '@frostline/protocol';
import { describe, expect, it } from 'vitest';
import { crossEntropy } from './losses/cross-entropy.js';
import { rateAt } from './schedules/index.js';
import { optimizers } from './optimizers/index.js';

interface Golden {
  readonly start: number[];
  readonly gradients: number[][];
  readonly rates: number[];
  readonly optimizers: { readonly settings: Partial<TrialSettings>; readonly steps: number[][] }[];
  readonly cosine: number[];
  readonly losses: {
    readonly smoothing: number;
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

describe('optimizers', () => {
  it.each(golden.optimizers)('follow torch step by step: $settings', ({ settings, steps }) => {
    const all = settingsWith(settings);
    const optimizer = optimizers[all.optimizer];
    let parameter = vector(golden.start);
    let moments = Object.fromEntries(
      optimizer.moments.map((name) => [name, ops.zeros([golden.start.length])]),
    ) as Readonly<Record<string, Tensor>>;
    steps.forEach((expected, step) => {
      const scalars = Object.fromEntries(
        Object.entries(optimizer.scalars(all, golden.rates[step] ?? 0, step + 1)).map(([name, value]) => [
          name,
          ops.scalar(value),
        ]),
      );
      ({ parameter, moments } = optimizer.update({
        parameter,
        gradient: vector(golden.gradients[step] ?? []),
        moments,
        scalars,
      }));
      closeTo(toHostSync(parameter).data, expected, 5);
    });
  });
});

describe('schedules', () => {
  it('cosine equals torch', () => {
    const settings = settingsWith({ schedule: 'cosine', learning_rate: 0.3 });
    golden.cosine.forEach((rate, step) => {
      expect(rateAt(settings, { step, stepsPerEpoch: 11, totalSteps: 11 })).toBeCloseTo(rate, 12);
    });
  });

  it('warm-up rises linearly to the peak, then the schedule begins', () => {
    const settings = settingsWith({ schedule: 'constant', learning_rate: 0.4, warmup_epochs: 2 });
    const rates = [0, 1, 2, 3, 4, 5].map((step) =>
      rateAt(settings, { step, stepsPerEpoch: 2, totalSteps: 6 }),
    );
    closeTo(rates, [0.1, 0.2, 0.3, 0.4, 0.4, 0.4], 12);
  });
});

describe('crossEntropy', () => {
  it.each(golden.losses)('equals torch with smoothing $smoothing', (expected) => {
    const { loss, gradients } = tidy(() => {
      const logits = ops.reshape(vector(expected.logits), [expected.labels.length, expected.classes]);
      const labels = fromHost({
        shape: [expected.labels.length],
        dtype: 'int32',
        data: Int32Array.from(expected.labels),
      });
      const result = valueAndGradients(
        () => ({ loss: crossEntropy(logits, labels, ops.scalar(expected.smoothing)) }),
        [logits],
      );
      return {
        loss: toHostSync(result.loss).data[0],
        gradients: result.gradients[0] ? toHostSync(result.gradients[0]).data : [],
      };
    });
    expect(loss).toBeCloseTo(expected.loss, 5);
    closeTo(gradients, expected.gradient, 6);
  });
});
