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
