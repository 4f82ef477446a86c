import { InputError } from '@frostline/base';
import { beforeAll, describe, expect, it } from 'vitest';
import { useBackend } from '../backend.js';
import { valueAndGradients } from '../gradients.js';
import { toHostSync } from '../host.js';
import * as ops from './index.js';
import { describeBackends } from '../testing/here.js';

const values = (tensor: Parameters<typeof toHostSync>[0]): number[] => [...toHostSync(tensor).data];

describeBackends('ops on', (backend) => {
  beforeAll(() => useBackend(backend));

  it('give the batch statistics of batchNormTraining no gradient', () => {
    ops.tidy(() => {
      const x = ops.constant([1, 2, 3, 6], [2, 2]);
      const { gradients } = valueAndGradients(() => {
        const { mean, variance } = ops.batchNormTraining(x, ops.ones([2]), ops.zeros([2]));
        expect(values(mean)).toEqual([2, 4]);
        expect(values(variance)).toEqual([1, 4]);
        return { loss: ops.sum(ops.add(mean, variance)) };
      }, [x]);
      expect(gradients.map((gradient) => gradient && values(gradient))).toEqual([[0, 0, 0, 0]]);
    });
  });

  it('keep the variance exact where the mean is a thousand deviations', () => {
    ops.tidy(() => {
      const data = Array.from({ length: 256 }, (_, i) => 1000 + (i % 2 === 0 ? 1 : -1));
      const { variance } = ops.batchNormTraining(ops.constant(data, [256, 1]), ops.ones([1]), ops.zeros([1]));
      expect(values(variance)[0]).toBeCloseTo(1, 6);
    });
  });

  it('send the gradient of where to the operand that was taken, and none through the comparison', () => {
    ops.tidy(() => {
      const [x, y] = [ops.constant([1, -2, 3], [3]), ops.constant([4, 5, 6], [3])];
      const { gradients } = valueAndGradients(
        () => ({ loss: ops.sum(ops.where(ops.greater(x, 0), x, ops.mul(y, 2))) }),
        [x, y],
      );
      expect(gradients.map((gradient) => gradient && values(gradient))).toEqual([
        [1, 0, 1],
        [0, 2, 0],
      ]);
    });
  });

  it('drop elements whose uniform is below p and scale the others', () => {
    ops.tidy(() => {
      const x = ops.constant([1, 2, 3, 4], [4]);
      const uniform = ops.constant([0.1, 0.25, 0.9, 0.2], [4]);
      expect(values(ops.dropout(x, 0.25, uniform))).toEqual([0, Math.fround(2 / 0.75), 4, 0]);
      expect(values(ops.dropout(x, 0, uniform))).toEqual([1, 2, 3, 4]);
      expect(values(ops.dropout(x, 1, uniform))).toEqual([0, 0, 0, 0]);
    });
  });

  it('never let the padding of a pooling win', () => {
    ops.tidy(() => {
      const x = ops.fill([1, 1, 2, 2], -5);
      expect(values(ops.maxPool2d(x, { kernel: 3, padding: 1, stride: 1 }))).toEqual([-5, -5, -5, -5]);
    });
  });

  it('make one-hot rows of float32', () => {
    ops.tidy(() => {
      expect(toHostSync(ops.oneHot(ops.constant([1, 0], [2], 'int32'), 3))).toEqual({
        shape: [2, 3],
        dtype: 'float32',
        data: Float32Array.of(0, 1, 0, 1, 0, 0),
      });
    });
  });

  it('reshape, cut and join as their names say', () => {
    ops.tidy(() => {
      const x = ops.constant([1, 2, 3, 4, 5, 6], [2, 3]);
      expect(ops.flatten(ops.reshape(x, [2, 1, 3])).shape).toEqual([2, 3]);
      expect(values(ops.transpose(x))).toEqual([1, 4, 2, 5, 3, 6]);
      expect(ops.stack([x, x], 1).shape).toEqual([2, 2, 3]);
      expect(ops.stack([x, x], -1).shape).toEqual([2, 3, 2]);
      expect(ops.squeeze(ops.expandDims(x, -1), [-1]).shape).toEqual([2, 3]);
      expect(ops.split(x, [1, 2], 1).map((part) => values(part))).toEqual([
        [1, 4],
        [2, 3, 5, 6],
      ]);
      expect(values(ops.pad(ops.slice(x, [0, 1], [1, 2]), [[0, 0], [1, 0]], 9))).toEqual([9, 2, 3]); // prettier-ignore
      expect(values(ops.concat([x, ops.tile(ops.fill([1, 1], 7), [2, 1])], 1))).toEqual([
        1, 2, 3, 7, 4, 5, 6, 7,
      ]);
      expect(values(ops.max(x, [1]))).toEqual([3, 6]);
      expect(values(ops.where(ops.greater(x, 2), x, 0))).toEqual([0, 0, 3, 4, 5, 6]);
      expect(values(ops.cast(ops.lessEqual(x, 2), 'int32'))).toEqual([1, 1, 0, 0, 0, 0]);
    });
  });
});

describe('ops refuse', () => {
  const x = (): Parameters<typeof ops.neg>[0] => ops.zeros([1, 4, 3, 3]);

  it.each([
    [
      'channels that do not fit the filter',
      () => ops.conv2d(x(), ops.zeros([2, 3, 1, 1]), null),
      'conv2d-shape',
    ],
    [
      'outputs that are no multiple of groups',
      () => ops.conv2d(x(), ops.zeros([3, 2, 1, 1]), null, { groups: 2 }),
      'conv2d-shape',
    ],
    ['a filter larger than the image', () => ops.conv2d(x(), ops.zeros([1, 4, 5, 1]), null), 'conv2d-shape'],
    ['a window larger than the image', () => ops.maxPool2d(x(), { kernel: 4 }), 'pool-shape'],
    [
      'padding of more than half the window',
      () => ops.averagePool2d(x(), { kernel: 2, padding: 2 }),
      'pool-shape',
    ],
    [
      'statistics of one value',
      () => ops.batchNormTraining(ops.ones([1, 3, 1, 1]), ops.ones([3]), ops.zeros([3])).y,
      'batch-norm-size',
    ],
    ['a constant with too few values', () => ops.constant([1], [2]), 'tensor-size'],
    [
      'output padding as large as the stride',
      () => ops.convTranspose2d(x(), ops.zeros([4, 1, 2, 2]), null, { stride: 2, outputPadding: 2 }),
      'conv2d-shape',
    ],
    [
      'a transposed filter for other channels',
      () => ops.convTranspose2d(x(), ops.zeros([1, 4, 2, 2]), null),
      'conv2d-shape',
    ],
    ['groups that do not divide the channels', () => ops.groupNorm(x(), { groups: 3, weight: null, bias: null }), 'group-norm-shape'], // prettier-ignore
    ['a mirror image of more than there is', () => ops.padImage(x(), [[3, 0], [0, 0]], 'reflect'), 'pad-size'], // prettier-ignore
    ['the other side of less than is asked for', () => ops.padImage(x(), [[0, 0], [0, 4]], 'circular'), 'pad-size'], // prettier-ignore
    ['squeezing a longer axis', () => ops.squeeze(x(), [1]), 'squeeze-axis'],
  ])('%s', (_what, call, code) => {
    expect(() => ops.tidy(call)).toThrow(expect.objectContaining({ name: InputError.name, code }) as Error);
  });
});
