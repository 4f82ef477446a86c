import { tf } from '../../tfjs.js';
import type { Tensor } from '../../tensor.js';
import type { Pair } from '../attributes.js';

/** One position of a window: its offset in the padded image, in pixels. */
export interface Tap {
  readonly index: number;
  readonly offset: Pair;
}

/** The positions of a window in row-major order. */
export function tapsOf(kernel: Pair, dilation: Pair): Tap[] {
  return Array.from({ length: kernel[0] * kernel[1] }, (_, index) => ({
    index,
    offset: [Math.floor(index / kernel[1]) * dilation[0], (index % kernel[1]) * dilation[1]] as const,
  }));
}

/** Height and width of the padded image that `output` windows read. */
export function windowExtent(output: Pair, kernel: Pair, stride: Pair, dilation: Pair): Pair {
  const extent = (axis: 0 | 1): number =>
    (output[axis] - 1) * stride[axis] + dilation[axis] * (kernel[axis] - 1) + 1;
  return [extent(0), extent(1)];
}

/**
 * Moves an image [A,B,H,W] into a frame of the given size at (before[0], before[1]);
 * negative `before`, or a frame that is too small, crops.
 */
export function frame(x: Tensor, before: Pair, size: Pair, value = 0): Tensor {
  const [a, b, height, width] = x.shape as [number, number, number, number];
  const edges = ([0, 1] as const).map((axis) => {
    const length = axis === 0 ? height : width;
    return {
      crop: Math.max(0, -before[axis]),
      pad: Math.max(0, before[axis]),
      kept: Math.min(length, size[axis] - before[axis]) - Math.max(0, -before[axis]),
    };
  }) as [Edge, Edge];
  const cropped =
    edges[0].kept === height && edges[1].kept === width
      ? x
      : tf.slice(x, [0, 0, edges[0].crop, edges[1].crop], [a, b, edges[0].kept, edges[1].kept]);
  const after = (axis: 0 | 1): number => size[axis] - edges[axis].pad - edges[axis].kept;
  const pads: [number, number][] = [
    [0, 0],
    [0, 0],
    [edges[0].pad, after(0)],
    [edges[1].pad, after(1)],
  ];
  return pads.every(([low, high]) => low === 0 && high === 0) ? cropped : tf.pad(cropped, pads, value);
}

interface Edge {
  crop: number;
  pad: number;
  kept: number;
}

/**
 * Reads what each tap of a window sees of a framed image [A,B,H,W]: [A,B,OH,OW].
 *
 * With a stride the image is first sorted into its stride × stride phases, once for all taps: a strided slice per
 * tap is many times slower on wasm.
 */
export function tapReader(framed: Tensor, output: Pair, stride: Pair): (tap: Tap) => Tensor {
  const [a, b, height, width] = framed.shape as [number, number, number, number];
  if (stride[0] === 1 && stride[1] === 1)
    return ({ offset }) => tf.slice(framed, [0, 0, ...offset], [a, b, ...output]);
  const [rows, columns] = [Math.ceil(height / stride[0]), Math.ceil(width / stride[1])];
  const whole = frame(framed, [0, 0], [rows * stride[0], columns * stride[1]]);
  const split = tf.reshape(whole, [a * b * rows, stride[0], columns, stride[1]]);
  const phases = tf.reshape(tf.transpose(split, [1, 3, 0, 2]), [stride[0] * stride[1], a * b, rows, columns]);
  return ({ offset }) => {
    const phase = (offset[0] % stride[0]) * stride[1] + (offset[1] % stride[1]);
    const begin = [Math.floor(offset[0] / stride[0]), Math.floor(offset[1] / stride[1])];
    const read = tf.slice(phases, [phase, 0, ...begin], [1, a * b, ...output]);
    return tf.reshape(read, [a, b, ...output]);
  };
}

/** Inserts stride − 1 zeros between the pixels of an image [A,B,OH,OW]. */
export function spread(x: Tensor, stride: Pair): Tensor {
  if (stride[0] === 1 && stride[1] === 1) return x;
  const [a, b, height, width] = x.shape as [number, number, number, number];
  const rows = tf.pad(tf.reshape(x, [a * b * height, 1, width]), [
    [0, 0],
    [0, stride[0] - 1],
    [0, 0],
  ]);
  const pixels = tf.pad(tf.reshape(rows, [a * b * height * stride[0] * width, 1]), [
    [0, 0],
    [0, stride[1] - 1],
  ]);
  const full = tf.reshape(pixels, [a, b, height * stride[0], width * stride[1]]);
  return tf.slice(full, [0, 0, 0, 0], [a, b, (height - 1) * stride[0] + 1, (width - 1) * stride[1] + 1]);
}
