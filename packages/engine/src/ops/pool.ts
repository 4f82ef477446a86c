import { InputError } from '@frostline/base';
import { tf } from '../tfjs.js';
import type { AveragePoolAttributes, Pair, PoolAttributes } from '../kernels/attributes.js';
import { kernelNames } from '../kernels/attributes.js';
import { poolOutputSize } from '../kernels/output-size.js';
import { runKernel } from '../kernels/run-kernel.js';
import type { Tensor } from '../tensor.js';
import { constant } from './constant.js';
import type { Size } from './pair.js';
import { pairOf } from './pair.js';

export interface PoolOptions {
  readonly kernel: Size;
  /** Default: the kernel's size. */
  readonly stride?: Size;
  /** At most half the kernel. Default 0. */
  readonly padding?: Size;
  /** Default 1. */
  readonly dilation?: Size;
  /** Whether windows that start inside but end outside count. Default false. */
  readonly ceilMode?: boolean;
}

export interface AveragePoolOptions extends Omit<PoolOptions, 'dilation'> {
  /** Whether padding counts in the divisor. Default true, as in torch. */
  readonly countIncludePad?: boolean;
}

/**
 * torch.nn.functional.max_pool2d: x [N, C, H, W] → [N, C, OH, OW].
 *
 * @throws InputError `pool-shape` when the padding exceeds half the kernel or the output would be empty
 */
export function maxPool2d(
  x: Tensor,
  { kernel, stride = kernel, padding = 0, dilation = 1, ceilMode = false }: PoolOptions,
): Tensor {
  const attributes: PoolAttributes = {
    kernel: pairOf(kernel),
    stride: pairOf(stride),
    padding: pairOf(padding),
    dilation: pairOf(dilation),
    ceilMode,
  };
  checkPool(x, attributes);
  return runKernel(kernelNames.maxPool2d, { x }, attributes);
}

/**
 * torch.nn.functional.avg_pool2d: x [N, C, H, W] → [N, C, OH, OW].
 *
 * @throws InputError `pool-shape` when the padding exceeds half the kernel or the output would be empty
 */
export function averagePool2d(
  x: Tensor,
  { kernel, stride = kernel, padding = 0, ceilMode = false, countIncludePad = true }: AveragePoolOptions,
): Tensor {
  const attributes: AveragePoolAttributes = {
    kernel: pairOf(kernel),
    stride: pairOf(stride),
    padding: pairOf(padding),
    ceilMode,
    countIncludePad,
  };
  checkPool(x, { ...attributes, dilation: [1, 1] });
  return runKernel(kernelNames.averagePool2d, { x }, attributes);
}

/** torch.nn.functional.adaptive_avg_pool2d: x [N, C, H, W] → [N, C, size[0], size[1]]. */
export function adaptiveAveragePool2d(x: Tensor, size: Size): Tensor {
  const [rows, columns] = pairOf(size);
  const [batch, channels, height, width] = x.shape as [number, number, number, number];
  if (rows === 1 && columns === 1) return tf.mean(x, [2, 3], true);
  if (rows === height && columns === width) return x;
  if (height % rows === 0 && width % columns === 0)
    return averagePool2d(x, { kernel: [height / rows, width / columns] });
  // Windows of unequal sizes: each axis is a product with a matrix of means.
  const across = tf.matMul(tf.reshape(x, [-1, width]), meanMatrix(width, columns), false, true);
  const turned = tf.transpose(tf.reshape(across, [batch * channels, height, columns]), [0, 2, 1]);
  const down = tf.matMul(tf.reshape(turned, [-1, height]), meanMatrix(height, rows), false, true);
  const back = tf.transpose(tf.reshape(down, [batch * channels, columns, rows]), [0, 2, 1]);
  return tf.reshape(back, [batch, channels, rows, columns]);
}

/** Row i averages the inputs floor(i·n/m) … ceil((i+1)·n/m) − 1: [m, n]. */
function meanMatrix(inputs: number, outputs: number): Tensor {
  const values = new Float32Array(outputs * inputs);
  for (let row = 0; row < outputs; row++) {
    const start = Math.floor((row * inputs) / outputs);
    const end = Math.ceil(((row + 1) * inputs) / outputs);
    values.fill(1 / (end - start), row * inputs + start, row * inputs + end);
  }
  return constant(values, [outputs, inputs]);
}

function checkPool(x: Tensor, attributes: PoolAttributes): void {
  const { kernel, padding } = attributes;
  const size: Pair = [x.shape[2] ?? 0, x.shape[3] ?? 0];
  const excessive = padding[0] * 2 > kernel[0] || padding[1] * 2 > kernel[1];
  if (x.rank === 4 && !excessive && poolOutputSize(size, attributes).every((length) => length >= 1)) return;
  throw new InputError('pool-shape', 'image and window do not fit', {
    found: { x: x.shape, ...attributes },
    allowed: 'x [N,C,H,W], a window no larger than the padded image, padding of at most half the kernel',
  });
}
