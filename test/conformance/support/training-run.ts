import { RandomStream } from '@frostline/base';
import {
  ops,
  valueAndGradients,
  type HostRecord,
  type StepCall,
  type StepProgram,
  type TensorRecord,
} from '@frostline/engine';
import { functionalCall, initialize, type Module } from '@frostline/model';
import { optimizers, rateAt } from '@frostline/trainer';
import { drawnImage, imageSize } from './drawn-image.js';
import { entry, specsOf } from './records.js';

const { sgd } = optimizers;
type Settings = Parameters<typeof sgd.scalars>[0];

export const classes = 5;
const batchSize = 8;
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
}

const moment = (key: string): string => `momentum_buffer/${key}`;

/** The training step of a net with fresh weights: pixels in, loss out, parameters and statistics updated. */
export function trainingOf(net: Module): Training {
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
  return { program, initial };
}

/** The call of step 0..19. Random pixels, brighter in the channel and the corner that go with their label, so that there is something to learn. */
export function callAt(step: number, peak: number): StepCall {
  const random = new RandomStream(step, 'images');
  const labels = Int32Array.from({ length: batchSize }, () => random.nextBelow(classes));
  const pixels = Uint8Array.from([...labels].flatMap((label) => [...drawnImage(label, random)]));
  const rate = rateAt({ ...settings, learning_rate: peak }, { step, stepsPerEpoch: totalSteps, totalSteps });
  return {
    batch: {
      pixels: { shape: [batchSize, imageSize, imageSize, 3], dtype: 'uint8', data: pixels },
      labels: { shape: [batchSize], dtype: 'int32', data: labels },
    },
    scalars: {
      label_smoothing: settings.label_smoothing,
      ...sgd.scalars(settings, rate, step + 1),
    },
    noise: {
      seed: settings.seed,
      epoch: 0,
      draws: Uint32Array.from({ length: batchSize }, (_, row) => step * batchSize + row),
    },
  };
}
