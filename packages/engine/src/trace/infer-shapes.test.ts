import { expect, it } from 'vitest';
import type { StepFunction, StepProgram } from '../engine.js';
import { valueAndGradients } from '../gradients.js';
import * as ops from '../ops/index.js';
import { constant } from '../ops/constant.js';
import type { Tensor, TensorRecord } from '../tensor.js';
import { inferShapes } from './infer-shapes.js';

const program = (step: StepFunction, state: Record<string, readonly number[]>): StepProgram => ({
  name: 'example',
  step,
  state: Object.fromEntries(Object.entries(state).map(([key, shape]) => [key, { shape, dtype: 'float32' }])),
  batch: { x: { shape: [2, 4, 9, 9], dtype: 'float32' } },
  scalars: [],
});
const of = (record: TensorRecord, key: string): Tensor => record[key] as Tensor;

it('gives shapes and types of the outputs', () => {
  const { outputs } = inferShapes(
    program(
      ({ batch, state }) => ({
        state: {},
        outputs: {
          y: ops.conv2d(of(batch, 'x'), of(state, 'filter'), null, { stride: 2 }),
          indices: constant([1, 2], [2], 'int32'),
        },
      }),
      { filter: [6, 4, 3, 3] },
    ),
  );
  expect(outputs).toEqual({
    y: { shape: [2, 6, 4, 4], dtype: 'float32' },
    indices: { shape: [2], dtype: 'int32' },
  });
});

it('counts convolutions and products, but none with a constant', () => {
  const macs = (f: (x: Tensor, state: TensorRecord) => Tensor, state: Record<string, readonly number[]>) =>
    inferShapes(
      program(({ batch, state: held }) => ({ state: {}, outputs: { y: f(of(batch, 'x'), held) } }), state),
    ).macs;
  const grouped = (x: Tensor, state: TensorRecord) => ops.conv2d(x, of(state, 'filter'), null, { groups: 2 });
  expect(macs(grouped, { filter: [6, 2, 3, 3] })).toBe(2 * 6 * 7 * 7 * (2 * 3 * 3));
  expect(macs((x, state) => ops.linear(x, of(state, 'w'), null), { w: [5, 9] })).toBe(2 * 4 * 9 * (9 * 5));
  const attention = (x: Tensor) => ops.matMul(x, x, true, false);
  expect(macs(attention, {})).toBe(2 * 4 * 9 * 9 * 9);
  // An adaptive pool of unequal windows is a product with means.
  expect(macs((x) => ops.adaptiveAveragePool2d(x, 4), {})).toBe(0);
  expect(macs((x) => ops.relu(x), {})).toBe(0);
});

it('counts the gradients of a convolution as two more of the same size', () => {
  const { macs } = inferShapes(
    program(
      ({ batch, state }) => {
        const { loss, gradients } = valueAndGradients(
          () => ({
            loss: ops.sum(ops.conv2d(ops.mul(of(batch, 'x'), of(state, 'scale')), of(state, 'w'), null)),
          }),
          [of(state, 'w'), of(state, 'scale')],
        );
        const [filter, scale] = gradients as [Tensor, Tensor];
        return { state: {}, outputs: { loss, filter, scale } };
      },
      { w: [6, 4, 3, 3], scale: [1, 4, 1, 1] },
    ),
  );
  expect(macs).toBe(3 * (2 * 6 * 7 * 7) * (4 * 3 * 3));
});

it('a terabyte of weights takes no memory', () => {
  const before = process.memoryUsage().arrayBuffers;
  const side = 2 ** 19;
  const { outputs } = inferShapes(
    program(({ state }) => ({ state: {}, outputs: { y: ops.matMul(of(state, 'a'), of(state, 'a')) } }), {
      a: [side, side],
    }),
  );
  expect(outputs['y']?.shape).toEqual([side, side]);
  expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(2 ** 20);
});
