import { tf } from '../tfjs.js';
import type { Tensor } from '../tensor.js';

/** The axes that a per-channel statistic of x [N,C,…] reduces. */
export function axesButChannels(x: Tensor): number[] {
  return x.shape.map((_, axis) => axis).filter((axis) => axis !== 1);
}

/** Reshapes a vector [C] so that it broadcasts along the channels of x [N,C,…]. */
export function alongChannels(vector: Tensor, x: Tensor): Tensor {
  return tf.reshape(
    vector,
    x.shape.map((size, axis) => (axis === 1 ? size : 1)),
  );
}

/** Reduces x [N,C,…] to [C], an axis at a time: a running float32 sum over all values at once loses digits. */
export function reduceToChannels(reduce: typeof tf.sum | typeof tf.mean, x: Tensor): Tensor {
  return axesButChannels(x).reduceRight<Tensor>((partial, axis) => reduce(partial, axis), x);
}
