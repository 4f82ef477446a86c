import { InputError } from '@frostline/base';
import type { AveragePoolAttributes, Pair, PoolAttributes } from '../kernels/attributes.js';
import { kernelNames } from '../kernels/attributes.js';
import { poolOutputSize } from '../kernels/output-size.js';
import { runKernel } from '../kernels/run-kernel.js';
import type { Tensor } from '../tensor.js';
import { areWhole } from './check-input.js';
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
  /** What each window's sum is divided by, not 0. Default: the number of elements that count. */
  readonly divisorOverride?: number;
}

/**
 * torch.nn.functional.max_pool2d: x [N, C, H, W] → [N, C, OH, OW].
 *
 * @throws InputError `pool-shape` when the padding exceeds half the kernel, the output would be empty or a length
 *   is 0 or not whole
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
 * @throws InputError `pool-shape` when the padding exceeds half the kernel, the output would be empty or a length
 *   is 0 or not whole
 */
export function averagePool2d(
  x: Tensor,
  {
    kernel,
    stride = kernel,
    padding = 0,
    ceilMode = false,
    countIncludePad = true,
    divisorOverride,
  }: AveragePoolOptions,
): Tensor {
  const attributes: AveragePoolAttributes = {
    kernel: pairOf(kernel),
    stride: pairOf(stride),
    padding: pairOf(padding),
    ceilMode,
    countIncludePad,
    divisorOverride: divisorOverride ?? 0,
  };
  if (divisorOverride === 0)
    throw new InputError('pool-shape', 'nothing can be divided by 0', {
      found: { divisorOverride },
      allowed: 'any other number, or none for the number of elements that count',
    });
  checkPool(x, { ...attributes, dilation: [1, 1] });
  return runKernel(kernelNames.averagePool2d, { x }, attributes);
}

function checkPool(x: Tensor, attributes: PoolAttributes): void {
  const { kernel, stride, padding, dilation } = attributes;
  const size: Pair = [x.shape[2] ?? 0, x.shape[3] ?? 0];
  const excessive = padding[0] * 2 > kernel[0] || padding[1] * 2 > kernel[1];
  const whole = areWhole([...kernel, ...stride, ...dilation], 1) && areWhole(padding, 0);
  if (x.rank === 4 && whole && !excessive && poolOutputSize(size, attributes).every((length) => length >= 1))
    return;
  throw new InputError('pool-shape', 'image and window do not fit', {
    found: { x: x.shape, ...attributes },
    allowed:
      'x [N,C,H,W], a window no larger than the padded image, padding of at most half the kernel, whole numbers, of ' +
      'kernel, stride and dilation from 1 on',
  });
}
