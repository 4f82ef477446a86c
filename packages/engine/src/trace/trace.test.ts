import { InputError } from '@frostline/base';
import { beforeAll, describe, expect, it } from 'vitest';
import { useBackend } from '../backend.js';
import type { StepFunction, StepProgram } from '../engine.js';
import { valueAndGradients } from '../gradients.js';
import * as ops from '../ops/index.js';
import type { Tensor } from '../tensor.js';
import { tf } from '../tfjs.js';
import { traceStep } from './trace.js';

const program = (step: StepFunction, more: Partial<StepProgram> = {}): StepProgram => ({
  name: 'example',
  step,
  state: { w: { shape: [3], dtype: 'float32' } },
  batch: { x: { shape: [2, 3], dtype: 'float32' } },
  scalars: ['rate'],
  ...more,
});
/** A step that only gives one output. */
const output = (f: (x: Tensor) => Tensor): StepProgram =>
  program(({ batch }) => ({ state: {}, outputs: { y: f(batch['x'] as Tensor) } }));
const codeOf = (body: () => unknown): string => {
  try {
    body();
  } catch (error) {
    return error instanceof InputError ? error.code : String(error);
  }
  return 'no error';
};

beforeAll(() => useBackend('cpu'));

describe('traceStep', () => {
  it('records kernels and names the ports', () => {
    const { graph, noise } = traceStep(
      program(({ state, batch, scalars, noise: source }) => {
        const mask = source.uniform('mask', [2, 3]);
        const again = source.uniform('mask', [2, 3]);
        const y = ops.mul(ops.add(ops.mul(batch['x'] as Tensor, mask), again), state['w'] as Tensor);
        return {
          state: { w: ops.mul(state['w'] as Tensor, scalars['rate'] as Tensor) },
          outputs: { y },
        };
      }),
    );
    expect(graph.inputs.map(({ name }) => name)).toEqual([
      'state/w',
      'batch/x',
      'scalars/rate',
      'noise/mask',
      'noise/mask#2',
    ]);
    expect(graph.nodes.map(({ kernel }) => kernel)).toEqual(['Multiply', 'Add', 'Multiply', 'Multiply']);
    expect(graph.outputs.map(({ name, value }) => [name, value.shape])).toEqual([
      ['next/w', [3]],
      ['outputs/y', [2, 3]],
    ]);
    expect(noise.map(({ site }) => site)).toEqual(['mask', 'mask#2']);
  });

  it('gives uint8 batches as int32, as an eager engine does', () => {
    let seen = '';
    traceStep(
      program(
        ({ batch }) => {
          seen = (batch['x'] as Tensor).dtype;
          return { state: {}, outputs: { y: ops.cast(batch['x'] as Tensor, 'float32') } };
        },
        { batch: { x: { shape: [2], dtype: 'uint8' } } },
      ),
    );
    expect(seen).toBe('int32');
  });

  it('leaves backend and tensor counts as they were, after an error too', () => {
    const before = ops.memory();
    const differentiated = program(({ state, batch }) => {
      const w = state['w'] as Tensor;
      const { loss, gradients } = valueAndGradients(
        () => ({ loss: ops.sum(ops.mul(ops.relu(ops.mul(batch['x'] as Tensor, w)), 2)) }),
        [w],
      );
      return { state: { w: tf.keep(gradients[0] as Tensor) }, outputs: { loss } };
    });
    traceStep(differentiated);
    expect(tf.getBackend()).toBe('cpu');
    expect(ops.memory()).toEqual(before);
    expect(() => traceStep(output(() => ops.mul(tf.tensor([1, 2]), 2)))).toThrow();
    expect(tf.getBackend()).toBe('cpu');
    expect(ops.memory()).toEqual(before);
    expect(ops.add(ops.scalar(1), 1).dataSync()[0]).toBe(2);
  });
});

describe('a traced step is closed:', () => {
  it('an array written by the host is refused, a declared constant is not', () => {
    expect(codeOf(() => traceStep(output((x) => ops.mul(x, tf.tensor([1, 2, 3])))))).toBe('trace-host-value');
    expect(codeOf(() => traceStep(output((x) => ops.mul(x, ops.constant([1, 2, 3], [3])))))).toBe('no error');
    expect(codeOf(() => traceStep(output((x) => ops.mul(x, tf.tensor([2, 2, 2])))))).toBe('no error');
  });

  it('a tensor from outside is refused', () => {
    const outside = tf.tensor([1, 1, 1]);
    expect(codeOf(() => traceStep(output((x) => ops.mul(x, outside))))).toBe('trace-captured');
    expect(outside.dataSync()).toEqual(Float32Array.of(1, 1, 1));
    outside.dispose();
  });

  it('a tensor of another trace is refused', () => {
    let leaked: Tensor | undefined;
    const leaking = output((x) => {
      leaked ??= tf.keep(ops.mul(x, 2));
      return ops.mul(x, leaked);
    });
    expect(codeOf(() => traceStep(leaking))).toBe('trace-captured');
    leaked?.dispose();
  });

  it('reading a value is refused', () => {
    expect(codeOf(() => traceStep(output((x) => ops.mul(x, ops.sum(x).dataSync()[0] ?? 0))))).toBe(
      'trace-read',
    );
  });

  it('a kernel that the compiler does not know is named', () => {
    expect(codeOf(() => traceStep(output((x) => tf.cumsum(x))))).toBe('trace-unknown-kernel');
    expect(() => traceStep(output((x) => tf.cumsum(x)))).toThrow(/example: .*Cumsum/);
  });

  it.each([
    ['a random number', (x: Tensor) => ops.mul(x, Math.random())],
    ['a random constant', (x: Tensor) => ops.mul(x, ops.constant([1, 2, Math.random()], [3]))],
    ['a random mask', (x: Tensor) => tf.dropout(x, 0.5)],
  ])('%s is noticed', (_, f) => {
    expect(['trace-impure', 'trace-host-value', 'trace-unknown-kernel']).toContain(
      codeOf(() => traceStep(output(f))),
    );
  });

  it('a counter of the host is noticed, with the first node that it changes', () => {
    let calls = 0;
    const counting = output((x) => (calls++ === 0 ? ops.exp(x) : ops.sqrt(x)));
    expect(() => traceStep(counting)).toThrow(/trace|node 0: Exp .* against Sqrt/);
  });

  it('an asynchronous step is refused', () => {
    const asynchronous = (() => Promise.resolve({ state: {}, outputs: {} })) as unknown as StepFunction;
    expect(codeOf(() => traceStep(program(asynchronous)))).toBe('trace-async');
  });

  it('state of another shape or name is refused', () => {
    const returning = (name: string): StepProgram =>
      program(({ batch }) => ({ state: { [name]: batch['x'] as Tensor }, outputs: {} }));
    expect(codeOf(() => traceStep(returning('w')))).toBe('state-shape');
    expect(codeOf(() => traceStep(returning('v')))).toBe('state-shape');
  });
});
