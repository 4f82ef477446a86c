import { InputError } from '@frostline/base';
import { tf } from '../tfjs.js';
import type { ConvolutionAttributes, Pair } from '../kernels/attributes.js';
import { kernelNames } from '../kernels/attributes.js';
import { convolutionOutputSize } from '../kernels/output-size.js';
import { runKernel } from '../kernels/run-kernel.js';
import type { Tensor } from '../tensor.js';
import { areWhole } from './check-input.js';
import type { Size } from './pair.js';
import { pairOf } from './pair.js';

export interface ConvolutionOptions {
  /** Default 1. */
  readonly stride?: Size;
  /** Zeros on both sides. Default 0. */
  readonly padding?: Size;
  /** Default 1. */
  readonly dilation?: Size;
  /** Default 1. */
  readonly groups?: number;
}

/**
 * Grouped, dilated 2-d convolution as torch.nn.functional.conv2d.
 *
 * @param x [N, C, H, W]
 * @param filter [O, C / groups, kh, kw]
 * @param bias [O] or null
 * @returns [N, O, OH, OW]
 * @throws InputError `conv2d-shape` when channels, groups and filter disagree or the output would be empty
 */
export function conv2d(
  x: Tensor,
  filter: Tensor,
  bias: Tensor | null,
  { stride = 1, padding = 0, dilation = 1, groups = 1 }: ConvolutionOptions = {},
): Tensor {
  const attributes: ConvolutionAttributes = {
    stride: pairOf(stride),
    padding: pairOf(padding),
    dilation: pairOf(dilation),
    groups,
  };
  checkShapes(x, filter, attributes);
  const y = runKernel(kernelNames.conv2d, { x, filter }, attributes);
  return bias === null ? y : tf.add(y, tf.reshape(bias, [1, -1, 1, 1]));
}

export interface TransposedConvolutionOptions extends ConvolutionOptions {
  /** Rows and columns added at the bottom and the right; less than stride or dilation. Default 0. */
  readonly outputPadding?: Size;
}

/**
 * Transposed 2-d convolution as torch.nn.functional.conv_transpose2d: the gradient of a convolution's input.
 *
 * @param x [N, C, H, W]
 * @param filter [C, O / groups, kh, kw]
 * @param bias [O] or null
 * @returns [N, O, (H − 1) · stride − 2 · padding + dilation · (kh − 1) + outputPadding + 1, …]
 * @throws InputError `conv2d-shape` when channels, groups and filter disagree, the output would be empty or the
 *   output padding is too large
 */
export function convTranspose2d(
  x: Tensor,
  filter: Tensor,
  bias: Tensor | null,
  options: TransposedConvolutionOptions = {},
): Tensor {
  const { stride = 1, padding = 0, dilation = 1, groups = 1, outputPadding = 0 } = options;
  const attributes: ConvolutionAttributes = {
    stride: pairOf(stride),
    padding: pairOf(padding),
    dilation: pairOf(dilation),
    groups,
  };
  const y = transposed(x, filter, attributes, pairOf(outputPadding));
  return bias === null ? y : tf.add(y, tf.reshape(bias, [1, -1, 1, 1]));
}

function transposed(
  x: Tensor,
  filter: Tensor,
  attributes: ConvolutionAttributes,
  outputPadding: Pair,
): Tensor {
  const { stride, padding, dilation, groups } = attributes;
  const [batch = 0, channels = 0, height = 0, width = 0] = x.shape;
  const [inputs = 0, outputs = 0, kh = 0, kw = 0] = filter.shape;
  const full = (axis: 0 | 1, input: number, kernel: number): number =>
    (input - 1) * stride[axis] + dilation[axis] * (kernel - 1) + 1;
  const size: Pair = [full(0, height, kh), full(1, width, kw)];
  const axes = [0, 1] as const;
  if (
    x.rank !== 4 ||
    filter.rank !== 4 ||
    !areWindows(filter, attributes) ||
    !areWhole(outputPadding, 0) ||
    channels !== inputs ||
    channels % groups !== 0 ||
    axes.some((axis) => size[axis] - 2 * padding[axis] + outputPadding[axis] < 1) ||
    axes.some((axis) => outputPadding[axis] >= Math.max(stride[axis], dilation[axis]))
  )
    throw new InputError('conv2d-shape', 'image, filter, groups and output padding do not fit', {
      found: { x: x.shape, filter: filter.shape, ...attributes, outputPadding },
      allowed:
        'x [N,C,H,W] and filter [C,O/groups,kh,kw], groups a divisor of C, an output of at least one pixel, ' +
        'output padding less than stride or dilation',
    });
  const run = (around: Pair, [rows, columns]: Pair): Tensor =>
    runKernel(
      kernelNames.conv2dInputGradient,
      { dy: x, filter },
      { ...attributes, padding: around, inputShape: [batch, outputs * groups, rows, columns] },
    );
  const padded = (axis: 0 | 1): number => size[axis] - 2 * padding[axis] + outputPadding[axis];
  if (axes.every((axis) => outputPadding[axis] < stride[axis])) return run(padding, [padded(0), padded(1)]);
  // A convolution of so large an image would have more windows than x has pixels: crop the unpadded result instead.
  const whole = tf.pad(run([0, 0], size), [
    [0, 0],
    [0, 0],
    [0, outputPadding[0]],
    [0, outputPadding[1]],
  ]);
  return tf.slice(whole, [0, 0, ...padding], [batch, outputs * groups, padded(0), padded(1)]);
}

/** Whether all lengths are whole, and none is 0 that cannot be. */
const areWindows = (filter: Tensor, { stride, padding, dilation, groups }: ConvolutionAttributes): boolean =>
  areWhole([...filter.shape.slice(2), ...stride, ...dilation, groups], 1) && areWhole(padding, 0);

function checkShapes(x: Tensor, filter: Tensor, attributes: ConvolutionAttributes): void {
  const { groups } = attributes;
  const [, channels = 0, height = 0, width = 0] = x.shape;
  const [outputs = 0, inputs = 0, kh = 0, kw = 0] = filter.shape;
  const found = { x: x.shape, filter: filter.shape, ...attributes };
  const fits = channels === inputs * groups && outputs % groups === 0;
  if (x.rank !== 4 || filter.rank !== 4 || !areWindows(filter, attributes) || !fits)
    throw new InputError('conv2d-shape', 'image, filter and groups do not fit', {
      found,
      allowed:
        'x [N,C,H,W] and filter [O,C/groups,kh,kw] with O a multiple of groups, whole numbers, of kernel, stride, ' +
        'dilation and groups from 1 on',
    });
  if (convolutionOutputSize([height, width], [kh, kw], attributes).some((size) => size < 1))
    throw new InputError('conv2d-shape', 'the filter is larger than the padded image', { found });
}
