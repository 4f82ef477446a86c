import type { ConvolutionAttributes, Pair, PoolAttributes } from './attributes.js';

/** Output [height, width] of a convolution (torch.nn.Conv2d). */
export function convolutionOutputSize(
  input: Pair,
  kernel: Pair,
  { stride, padding, dilation }: Omit<ConvolutionAttributes, 'groups'>,
): Pair {
  const size = (axis: 0 | 1): number =>
    Math.floor((input[axis] + 2 * padding[axis] - dilation[axis] * (kernel[axis] - 1) - 1) / stride[axis]) +
    1;
  return [size(0), size(1)];
}

/**
 * Output [height, width] of a pooling. With `ceilMode` a window may reach beyond the padded input,
 * but not start beyond it (torch's `pooling_output_shape`).
 */
export function poolOutputSize(
  input: Pair,
  { kernel, stride, padding, dilation, ceilMode }: PoolAttributes,
): Pair {
  const size = (axis: 0 | 1): number => {
    const span = input[axis] + 2 * padding[axis] - dilation[axis] * (kernel[axis] - 1) - 1;
    if (!ceilMode) return Math.floor(span / stride[axis]) + 1;
    const count = Math.ceil(span / stride[axis]) + 1;
    return (count - 1) * stride[axis] >= input[axis] + padding[axis] ? count - 1 : count;
  };
  return [size(0), size(1)];
}
