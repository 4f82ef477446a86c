import { tf } from '../tfjs.js';
import type { Tensor } from '../tensor.js';

/** Sum over the given axes (all by default). */
export function sum(x: Tensor, axes?: readonly number[], keepDims = false): Tensor {
  return tf.sum(x, axes && [...axes], keepDims);
}

/** Mean over the given axes (all by default). */
export function mean(x: Tensor, axes?: readonly number[], keepDims = false): Tensor {
  return tf.mean(x, axes && [...axes], keepDims);
}

/** Maximum over the given axes (all by default); each of several equal maxima gets the whole gradient. */
export function max(x: Tensor, axes?: readonly number[], keepDims = false): Tensor {
  return tf.max(x, axes && [...axes], keepDims);
}
