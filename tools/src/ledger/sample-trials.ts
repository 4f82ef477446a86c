import { hashOf, RandomStream } from '@frostline/base';
import { trialSettings, type TrialSettings } from '@frostline/protocol';

const backbones = [
  'shufflenet_v2_x0_5',
  'shufflenet_v2_x1_0',
  'squeezenet1_1',
  'mobilenet_v3_small',
] as const;
const freezes = ['head', 'until:1', 'until:3', 'full', 'scratch'] as const;

/** What the generated trials differ in, as a sweep file writes it; the order of the leaderboard's columns. */
export const sampleParameters = {
  backbone: { values: backbones },
  freeze: { values: freezes },
  optimizer: { values: ['sgd', 'adamw'] },
  learning_rate: { distribution: 'log_uniform', min: 0.0001, max: 0.1 },
  weight_decay: { values: [0, 0.0001, 0.02] },
  batch_size: { values: [16, 32, 64] },
  label_smoothing: { values: [0, 0.05, 0.1] },
  dropout: { min: 0, max: 0.5 },
  seed: { values: [0, 1, 2] },
} as const;

export interface SampleTrial {
  readonly id: string;
  readonly settings: TrialSettings;
  /** What its score tends to: a smooth function of some of the settings. */
  readonly quality: number;
}

/** Random trials without repetition; the same for one seed. */
export function sampleTrials(count: number, seed: number): SampleTrial[] {
  const random = new RandomStream(seed, 'sample-trials');
  return Array.from({ length: count }, () => {
    const settings = drawSettings(random);
    return { id: hashOf(settings).slice(0, 12), settings, quality: qualityOf(settings) };
  });
}

function drawSettings(random: RandomStream): TrialSettings {
  const { optimizer, weight_decay, batch_size, label_smoothing, seed } = sampleParameters;
  const rate = 10 ** (-4 + 3 * random.nextUniform());
  return trialSettings.parse({
    backbone: pick(random, backbones),
    freeze: pick(random, freezes),
    optimizer: pick(random, optimizer.values),
    learning_rate: Number(rate.toPrecision(6)),
    weight_decay: pick(random, weight_decay.values),
    batch_size: pick(random, batch_size.values),
    label_smoothing: pick(random, label_smoothing.values),
    // A third of the trials leaves it to the backbone.
    ...(random.nextBelow(3) > 0 && { dropout: Number((random.nextUniform() / 2).toFixed(3)) }),
    seed: pick(random, seed.values),
    warmup_epochs: 1,
    pad_crop: 4,
  });
}

function pick<Value>(random: RandomStream, values: readonly Value[]): Value {
  return values[random.nextBelow(values.length)] as Value;
}

/** Freeze strategy and rate matter most and together: what is mostly frozen bears a larger step. */
function qualityOf({ backbone, freeze, learning_rate, weight_decay }: TrialSettings): number {
  const depth = freezes.indexOf(freeze as (typeof freezes)[number]);
  const bestRate = [-1.9, -2.3, -2.6, -3, -2.5][depth] ?? -2;
  const reach = [0.72, 0.79, 0.84, 0.86, 0.6][depth] ?? 0.5;
  const capacity = [-0.02, 0.02, -0.01, 0.01][backbones.indexOf(backbone as (typeof backbones)[number])] ?? 0;
  return (
    reach + capacity - 0.08 * (Math.log10(learning_rate) - bestRate) ** 2 + (weight_decay > 0 ? 0.005 : 0)
  );
}
