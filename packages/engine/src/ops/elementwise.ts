import { tf } from '../tfjs.js';
import type { Tensor } from '../tensor.js';

/** An operand: a tensor, or a number that is the same at every call of the step. */
export type Operand = Tensor | number;

/** a + b, broadcast as in NumPy. */
export function add(a: Tensor, b: Operand): Tensor {
  return tf.add(a, b);
}

/** a − b, broadcast. */
export function sub(a: Operand, b: Operand): Tensor {
  return tf.sub(a, b);
}

/** a · b, broadcast. */
export function mul(a: Tensor, b: Operand): Tensor {
  return tf.mul(a, b);
}

/** a / b, broadcast; float32. */
export function div(a: Operand, b: Operand): Tensor {
  return tf.div(a, b);
}

export function neg(x: Tensor): Tensor {
  return tf.neg(x);
}

export function exp(x: Tensor): Tensor {
  return tf.exp(x);
}

/** Natural logarithm. */
export function log(x: Tensor): Tensor {
  return tf.log(x);
}

export function sqrt(x: Tensor): Tensor {
  return tf.sqrt(x);
}

/** 1 / √x. */
export function rsqrt(x: Tensor): Tensor {
  return tf.rsqrt(x);
}

export function square(x: Tensor): Tensor {
  return tf.square(x);
}

export function abs(x: Tensor): Tensor {
  return tf.abs(x);
}

/** Elementwise maximum, broadcast; a tie gives the gradient to `a`. */
export function maximum(a: Tensor, b: Operand): Tensor {
  return tf.maximum(...broadcast(a, b));
}

/** Elementwise minimum, broadcast; a tie gives the gradient to `a`. */
export function minimum(a: Tensor, b: Operand): Tensor {
  return tf.minimum(...broadcast(a, b));
}

/** a > b as booleans. */
export function greater(a: Tensor, b: Operand): Tensor {
  return tf.greater(a, b);
}

/** a ≥ b as booleans. */
export function greaterEqual(a: Tensor, b: Operand): Tensor {
  return tf.greaterEqual(a, b);
}

/** a < b as booleans. */
export function less(a: Tensor, b: Operand): Tensor {
  return tf.less(a, b);
}

/** a ≤ b as booleans. */
export function lessEqual(a: Tensor, b: Operand): Tensor {
  return tf.lessEqual(a, b);
}

/** a = b as booleans. */
export function equal(a: Tensor, b: Operand): Tensor {
  return tf.equal(a, b);
}

/** `yes` where `condition` holds, else `no`; broadcast. */
export function where(condition: Tensor, yes: Operand, no: Operand): Tensor {
  return tf.where(condition, yes, no);
}

/** Converts the element type; towards zero when a float becomes an integer. */
export function cast(x: Tensor, dtype: 'float32' | 'int32' | 'bool'): Tensor {
  return tf.cast(x, dtype);
}

/** tfjs's gradients of maximum and minimum forget to reduce a broadcast operand: give them equal shapes. */
function broadcast(a: Tensor, b: Operand): [Tensor, Operand] {
  if (typeof b === 'number') return [a, b];
  const shape = tf.broadcast_util.assertAndGetBroadcastShape(a.shape, b.shape);
  return [tf.broadcastTo(a, shape), tf.broadcastTo(b, shape)];
}
