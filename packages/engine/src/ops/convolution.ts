import { InputError } from '@frostline/base';
import { tf } from '../tfjs.js';
import type { ConvolutionAttributes } from '../kernels/attributes.js';
import { kernelNames } from '../kernels/attributes.js';
import { convolutionOutputSize } from '../kernels/output-size.js';
import { runKernel } from '../kernels/run-kernel.js';
import type { Tensor } from '../tensor.js';
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

function checkShapes(x: Tensor, filter: Tensor, attributes: ConvolutionAttributes): void {
  const { groups } = attributes;
  const [, channels = 0, height = 0, width = 0] = x.shape;
  const [outputs = 0, inputs = 0, kh = 0, kw = 0] = filter.shape;
  const found = { x: x.shape, filter: filter.shape, ...attributes };
  if (x.rank !== 4 || filter.rank !== 4 || channels !== inputs * groups || outputs % groups !== 0)
    throw new InputError('conv2d-shape', 'image, filter and groups do not fit', {
      found,
      allowed: 'x [N,C,H,W] and filter [O,C/groups,kh,kw] with O a multiple of groups',
    });
  if (convolutionOutputSize([height, width], [kh, kw], attributes).some((size) => size < 1))
    throw new InputError('conv2d-shape', 'the filter is larger than the padded image', { found });
}
