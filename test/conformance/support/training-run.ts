import { RandomStream } from '@frostline/base';
import {
  ops,
  valueAndGradients,
  type Engine,
  type HostRecord,
  type StepCall,
  type StepProgram,
  type TensorRecord,
} from '@frostline/engine';
import { functionalCall, initialize, type Module } from '@frostline/model';
import { optimizers, rateAt } from '@frostline/trainer';
import { entry, specsOf } from './records.js';

const { sgd } = optimizers;
type Settings = Parameters<typeof sgd.scalars>[0];

export const classes = 5;
const batchSize = 8;
/** At 48 pixels the last maps are 2×2; at 32 they are 1×1, and BatchNorm sees channels that hardly vary. */
const imageSize = 48;
const totalSteps = 20;

/** Momentum SGD with a falling rate, label smoothing, and the net's own dropout. */
const settings: Settings = {
  backbone: 'any',
  freeze: 'scratch',
  weights: 'auto',
  image_size: imageSize,
  epochs: 1,
  batch_size: batchSize,
  optimizer: 'sgd',
  learning_rate: 0.01,
  momentum: 0.9,
  weight_decay: 1e-4,
  schedule: 'cosine',
  warmup_epochs: 0,
  label_smoothing: 0.1,
  bn: 'train',
  flip: false,
  pad_crop: 0,
  views: 1,
  select: 'last',
  seed: 1,
};

/** A net's training step, and the weights and zero momenta that it starts from. */
export interface Training {
  readonly program: StepProgram;
  readonly initial: HostRecord;
  readonly parameters: readonly string[];
  /** Learning rate of the first step. */
  readonly rate: number;
}

const moment = (key: string): string => `momentum_buffer/${key}`;

/** The training step of a net with fresh weights: pixels in, loss out, parameters and statistics updated. */
export function trainingOf(net: Module, rate: number): Training {
  initialize(net, settings.seed);
  const weights = net.stateDict();
  const parameters = [...net.namedParameters()].map(([key]) => key);
  const initial: HostRecord = { ...weights };
  for (const key of parameters) {
    const { shape, data } = entry(weights, key);
    initial[moment(key)] = { shape, dtype: 'float32', data: new Float32Array(data.length) };
  }
  const program: StepProgram = {
    name: 'train',
    state: specsOf(initial),
    batch: {
      pixels: { shape: [batchSize, imageSize, imageSize, 3], dtype: 'uint8' },
      labels: { shape: [batchSize], dtype: 'int32' },
    },
    scalars: ['label_smoothing', ...Object.keys(sgd.scalars(settings, 1, 1))],
    step({ state, batch, scalars, noise }) {
      const { loss, aux, gradients } = valueAndGradients(
        () => {
          const planes = ops.transpose(ops.cast(entry(batch, 'pixels'), 'float32'), [0, 3, 1, 2]);
          const x = ops.div(ops.sub(planes, 127.5), 64);
          const named = Object.fromEntries(Object.keys(weights).map((key) => [key, entry(state, key)]));
          const { output, buffers } = functionalCall(net, named, x, { train: true, noise });
          const smoothing = entry(scalars, 'label_smoothing');
          const hard = ops.oneHot(entry(batch, 'labels'), classes);
          const targets = ops.add(ops.mul(hard, ops.sub(1, smoothing)), ops.div(smoothing, classes));
          return { loss: ops.mean(ops.softmaxCrossEntropy(output, targets)), aux: buffers };
        },
        parameters.map((key) => entry(state, key)),
      );
      const next: TensorRecord = { ...aux };
      for (const [index, key] of parameters.entries()) {
        const gradient = gradients[index];
        if (!gradient) continue;
        const updated = sgd.update({
          parameter: entry(state, key),
          gradient,
          moments: { momentum_buffer: entry(state, moment(key)) },
          scalars,
        });
        next[key] = updated.parameter;
        next[moment(key)] = entry(updated.moments, 'momentum_buffer');
      }
      return { state: next, outputs: { loss } };
    },
  };
  return { program, initial, parameters, rate };
}

/** What a run does otherwise than it should, to see that a comparison of losses would notice. */
export interface Fault {
  readonly rateFactor?: number;
  readonly momentum?: number;
}

/** The call of step 0..19. Random pixels, brighter in the channel and the corner that go with their label, so that there is something to learn. */
export function callAt(step: number, peak: number, fault: Fault = {}): StepCall {
  const random = new RandomStream(step, 'images');
  const labels = Int32Array.from({ length: batchSize }, () => random.nextBelow(classes));
  const pixels = Uint8Array.from({ length: batchSize * imageSize * imageSize * 3 }, (_, index) => {
    const row = Math.floor(index / 3 / imageSize) % imageSize;
    const label = labels[Math.floor(index / (imageSize * imageSize * 3))] ?? 0;
    const bright = index % 3 === label % 3 && row < imageSize / (1 + (label % 2));
    return random.nextBelow(196) + (bright ? 60 : 0);
  });
  const schedule = { ...settings, learning_rate: peak * (fault.rateFactor ?? 1) };
  const rate = rateAt(schedule, { step, stepsPerEpoch: totalSteps, totalSteps });
  const { momentum = settings.momentum } = fault;
  return {
    batch: {
      pixels: { shape: [batchSize, imageSize, imageSize, 3], dtype: 'uint8', data: pixels },
      labels: { shape: [batchSize], dtype: 'int32', data: labels },
    },
    scalars: {
      label_smoothing: settings.label_smoothing,
      ...sgd.scalars({ ...settings, momentum }, rate, step + 1),
    },
    noise: {
      seed: settings.seed,
      epoch: 0,
      draws: Uint32Array.from({ length: batchSize }, (_, row) => step * batchSize + row),
    },
  };
}

/** Compiles a training on an engine. The function that is returned runs 20 steps from `initial` and gives their losses. */
export async function compileTraining(
  engine: Engine,
  { program, rate }: Training,
): Promise<(initial: HostRecord, fault?: Fault) => Promise<number[]>> {
  const step = await engine.compile(program);
  return async (initial, fault = {}) => {
    const state = engine.createState(initial);
    const losses: number[] = [];
    for (let index = 0; index < totalSteps; index++) {
      const { loss } = await step.run(state, callAt(index, rate, fault));
      losses.push(loss?.data[0] ?? Number.NaN);
    }
    state.dispose();
    return losses;
  };
}

/** Weights moved by a relative 1e-7 either way, which is what rounding to float32 may do to them. */
export function perturbed({ initial, parameters }: Training, seed: number): HostRecord {
  const random = new RandomStream(seed, 'perturbation');
  const moved = { ...initial };
  for (const key of parameters) {
    const { shape, dtype, data } = entry(initial, key);
    const values = Float32Array.from(
      data,
      (value) => value * (1 + (random.nextUniform() < 0.5 ? -1e-7 : 1e-7)),
    );
    moved[key] = { shape, dtype, data: values };
  }
  return moved;
}
