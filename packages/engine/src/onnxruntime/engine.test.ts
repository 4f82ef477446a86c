import { createHash } from 'node:crypto';
import { RandomStream } from '@frostline/base';
import { describe, expect, it } from 'vitest';
import { openEagerEngine } from '../eager/engine.js';
import type { Engine, StepCall, StepProgram } from '../engine.js';
import { valueAndGradients } from '../gradients.js';
import * as ops from '../ops/index.js';
import type { HostRecord, HostTensor, SpecRecord, Tensor, TensorRecord } from '../tensor.js';
import { openOnnxRuntimeEngine } from './engine.js';

const BATCH = 6;
const CLASSES = 5;

/** Convolution, BatchNorm, pooling, depthwise convolution, dropout, linear; SGD with momentum and weight decay. */
const training: StepProgram = {
  name: 'training',
  state: specs({
    'conv.weight': [8, 3, 3, 3],
    'bn.weight': [8],
    'bn.bias': [8],
    'depthwise.weight': [8, 1, 3, 3],
    'fc.weight': [CLASSES, 8],
    'fc.bias': [CLASSES],
    'bn.running_mean': [8],
    'bn.running_var': [8],
    ...Object.fromEntries(
      Object.entries({
        'conv.weight': [8, 3, 3, 3],
        'bn.weight': [8],
        'bn.bias': [8],
        'depthwise.weight': [8, 1, 3, 3],
        'fc.weight': [CLASSES, 8],
        'fc.bias': [CLASSES],
      }).map(([name, shape]) => [`momentum.${name}`, shape]),
    ),
  }),
  batch: { pixels: { shape: [BATCH, 3, 16, 16], dtype: 'uint8' }, label: { shape: [BATCH], dtype: 'int32' } },
  scalars: ['rate', 'decay'],
  step({ state, batch, scalars, noise }) {
    const get = (record: TensorRecord, name: string): Tensor => record[name] as Tensor;
    const names = Object.keys(state).filter((name) => `momentum.${name}` in state);
    const { loss, aux, gradients } = valueAndGradients(
      () => {
        const x = ops.sub(ops.div(ops.cast(get(batch, 'pixels'), 'float32'), 127.5), 1);
        const conv = ops.conv2d(x, get(state, 'conv.weight'), null, { padding: 1 });
        const { y, mean, variance } = ops.batchNormTraining(
          conv,
          get(state, 'bn.weight'),
          get(state, 'bn.bias'),
          1e-5,
        );
        const pooled = ops.maxPool2d(ops.relu(y), { kernel: 3, stride: 2, padding: 1 });
        const depthwise = ops.conv2d(pooled, get(state, 'depthwise.weight'), null, {
          padding: 1,
          stride: 2,
          groups: 8,
        });
        const features = ops.reshape(ops.adaptiveAveragePool2d(ops.hardswish(depthwise), 1), [BATCH, 8]);
        const dropped = ops.dropout(features, 0.2, noise.uniform('dropout', [BATCH, 8]));
        const logits = ops.linear(dropped, get(state, 'fc.weight'), get(state, 'fc.bias'));
        const targets = ops.oneHot(get(batch, 'label'), CLASSES);
        return { loss: ops.mean(ops.softmaxCrossEntropy(logits, targets)), aux: { logits, mean, variance } };
      },
      names.map((name) => get(state, name)),
    );
    const next: TensorRecord = {};
    for (const [index, name] of names.entries()) {
      const value = get(state, name);
      const gradient = ops.add(gradients[index] as Tensor, ops.mul(value, get(scalars, 'decay')));
      const momentum = ops.add(ops.mul(get(state, `momentum.${name}`), 0.9), gradient);
      next[`momentum.${name}`] = momentum;
      next[name] = ops.sub(value, ops.mul(momentum, get(scalars, 'rate')));
    }
    const average = (name: string, value: Tensor): void => {
      next[name] = ops.add(ops.mul(get(state, name), 0.9), ops.mul(value, 0.1));
    };
    average('bn.running_mean', get(aux, 'mean'));
    average('bn.running_var', get(aux, 'variance'));
    return { state: next, outputs: { loss, logits: get(aux, 'logits') } };
  },
};

function specs(shapes: Record<string, number[]>): SpecRecord {
  return Object.fromEntries(
    Object.entries(shapes).map(([name, shape]) => [name, { shape, dtype: 'float32' as const }]),
  );
}

function initialState(): HostRecord {
  const random = new RandomStream(3, 'weights');
  return Object.fromEntries(
    Object.entries(training.state).map(([name, { shape }]) => {
      const size = shape.reduce((product, length) => product * length, 1);
      const zero = name.startsWith('momentum') || name.endsWith('mean') || name.endsWith('bias');
      const one = name === 'bn.weight' || name.endsWith('var');
      const data = Float32Array.from({ length: size }, () =>
        zero ? 0 : one ? 1 : 0.3 * random.nextNormal(),
      );
      return [name, { shape, dtype: 'float32', data } satisfies HostTensor];
    }),
  );
}

function call(step: number): StepCall {
  const random = new RandomStream(step, 'batch');
  const pixels = Uint8Array.from({ length: BATCH * 3 * 256 }, () => random.nextBelow(256));
  const label = Int32Array.from({ length: BATCH }, () => random.nextBelow(CLASSES));
  return {
    batch: {
      pixels: { shape: [BATCH, 3, 16, 16], dtype: 'uint8', data: pixels },
      label: { shape: [BATCH], dtype: 'int32', data: label },
    },
    scalars: { rate: 0.1 / (1 + step), decay: 1e-3 },
    noise: { seed: 5, epoch: 1, draws: Uint32Array.from({ length: BATCH }, (_, row) => step * BATCH + row) },
  };
}

async function train(engine: Engine, steps: number): Promise<{ losses: number[]; sha: string }> {
  const state = engine.createState(initialState());
  const step = await engine.compile(training);
  const losses: number[] = [];
  for (let index = 0; index < steps; index++) {
    const { loss } = await step.run(state, call(index));
    losses.push(loss?.data[0] ?? NaN);
  }
  const hash = createHash('sha256');
  for (const [name, { data }] of Object.entries(await state.read())) hash.update(name).update(data);
  step.dispose();
  state.dispose();
  return { losses, sha: hash.digest('hex') };
}

describe('the compiled engine', () => {
  it('trains like the eager reference', async () => {
    const compiled = await train(await openOnnxRuntimeEngine({ name: 'onnxruntime' }), 20);
    const eager = await train(await openEagerEngine('cpu'), 20);
    expect(compiled.losses).toHaveLength(20);
    for (const [index, loss] of compiled.losses.entries())
      expect(Math.abs(loss / (eager.losses[index] ?? 0) - 1)).toBeLessThan(1e-4);
  });

  it('gives the same bits twice', async () => {
    const engine = await openOnnxRuntimeEngine({ name: 'onnxruntime' });
    expect(await train(engine, 5)).toEqual(await train(engine, 5));
  });
});
