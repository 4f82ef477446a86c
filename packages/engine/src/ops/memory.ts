import { tf } from '../tfjs.js';
import type { Tensor } from '../tensor.js';

/** Runs `f` and frees every tensor that it made, except what it returns and what was kept. */
export function tidy<Result extends tf.TensorContainer>(f: () => Result): Result {
  return tf.tidy(f);
}

/** Saves a tensor from the enclosing `tidy`; it lives until it is disposed. */
export function keep(tensor: Tensor): Tensor {
  return tf.keep(tensor);
}

/** Frees tensors. */
export function dispose(tensors: tf.TensorContainer): void {
  tf.dispose(tensors);
}

/** How many tensors are alive on all backends, and their bytes. */
export function memory(): { numTensors: number; numBytes: number } {
  const { numTensors, numBytes } = tf.memory();
  return { numTensors, numBytes };
}
