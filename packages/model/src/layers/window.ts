import { InputError } from '@frostline/base';
import { torchSize, type Shape } from '../module/shape.js';
import type { Pair } from './pair.js';

interface Window {
  readonly kernel: Pair;
  readonly stride: Pair;
  readonly padding: Pair;
  readonly dilation: Pair;
  readonly ceilMode?: boolean;
}

/** Height and width of what a convolution or pooling makes of an image, as torch counts it. */
export function windowedShape(input: Shape, window: Window): readonly [number, number] {
  const [, , height = 0, width = 0] = input;
  const extents = [extent(height, 0, window), extent(width, 1, window)] as const;
  if (extents.some((value) => value < 1))
    throw new InputError('image-too-small', 'an image is smaller than the window that slides over it', {
      found: torchSize(input),
      allowed: `images of at least ${window.kernel.join('×')} after padding`,
    });
  return extents;
}

/** Length of what a pooling makes of rows [N, C, L], as torch counts it. */
export function windowedLength(
  [batch = 1, channels = 1, length = 0]: Shape,
  { kernel, stride, padding, dilation, ceilMode }: RowWindow,
): number {
  const window = {
    kernel: [1, kernel],
    stride: [1, stride],
    padding: [0, padding],
    dilation: [1, dilation],
  } as const;
  return windowedShape([batch, channels, 1, length], { ...window, ceilMode })[1];
}

interface RowWindow {
  readonly kernel: number;
  readonly stride: number;
  readonly padding: number;
  readonly dilation: number;
  readonly ceilMode: boolean;
}

function extent(input: number, axis: 0 | 1, { kernel, stride, padding, dilation, ceilMode }: Window): number {
  const span = input + 2 * padding[axis] - dilation[axis] * (kernel[axis] - 1) - 1;
  if (ceilMode !== true) return Math.floor(span / stride[axis]) + 1;
  const count = Math.ceil(span / stride[axis]) + 1;
  // A last window must start inside of the image or its left padding, else torch drops it.
  return (count - 1) * stride[axis] >= input + padding[axis] ? count - 1 : count;
}
