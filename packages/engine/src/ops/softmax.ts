import { tf } from '../tfjs.js';
import type { Tensor } from '../tensor.js';

/** Softmax over one axis, the last by default. */
export function softmax(x: Tensor, axis = -1): Tensor {
  return alongLast(x, axis, (turned) => tf.softmax(turned));
}

/** Logarithm of the softmax over one axis, the last by default. */
export function logSoftmax(x: Tensor, axis = -1): Tensor {
  return alongLast(x, axis, (turned) => tf.logSoftmax(turned));
}

/** tfjs knows the last axis only. */
function alongLast(x: Tensor, axis: number, f: (x: Tensor) => Tensor): Tensor {
  const from = axis < 0 ? axis + x.rank : axis;
  if (from === x.rank - 1) return f(x);
  const swap = x.shape.map((_, index) => index);
  [swap[from], swap[x.rank - 1]] = [x.rank - 1, from];
  return tf.transpose(f(tf.transpose(x, swap)), swap);
}
