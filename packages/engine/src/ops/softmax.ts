import { tf } from '../tfjs.js';
import type { Tensor } from '../tensor.js';
import { checkedAxis } from './check-input.js';

/** Softmax over one axis, the last by default. @throws InputError `op-input` when there is no such axis */
export function softmax(x: Tensor, axis = -1): Tensor {
  return alongLast(x, checkedAxis('softmax', axis, x.rank), (turned) => tf.softmax(turned));
}

/** Logarithm of the softmax over one axis, the last by default. @throws InputError `op-input` when there is no such axis */
export function logSoftmax(x: Tensor, axis = -1): Tensor {
  return alongLast(x, checkedAxis('logSoftmax', axis, x.rank), (turned) => tf.logSoftmax(turned));
}

/** tfjs knows the last axis only. */
function alongLast(x: Tensor, from: number, f: (x: Tensor) => Tensor): Tensor {
  if (from === x.rank - 1) return f(x);
  const swap = x.shape.map((_, index) => index);
  [swap[from], swap[x.rank - 1]] = [x.rank - 1, from];
  return tf.transpose(f(tf.transpose(x, swap)), swap);
}
