import { tf } from '../tfjs.js';
import type { Tensor } from '../tensor.js';

/** x where positive, else α · (eˣ − 1) (Clevert et al. 2015). */
export function elu(x: Tensor, alpha = 1): Tensor {
  return tf.where(tf.greater(x, 0), x, tf.mul(tf.sub(tf.exp(negativePart(x)), 1), alpha));
}

/** x where positive, else α · (exp(x / α) − 1): an ELU with a continuous slope (Barron 2017). */
export function celu(x: Tensor, alpha = 1): Tensor {
  return tf.mul(elu(tf.div(x, alpha)), alpha);
}

/** Scaled ELU whose outputs keep mean 0 and variance 1 (Klambauer et al. 2017). */
export function selu(x: Tensor): Tensor {
  return tf.mul(elu(x, 1.6732632423543772), 1.0507009873554805);
}

/** log(1 + exp(β · x)) / β; x itself where β · x exceeds the threshold, as in torch. */
export function softplus(x: Tensor, beta = 1, threshold = 20): Tensor {
  const scaled = beta === 1 ? x : tf.mul(x, beta);
  const soft = tf.softplus(scaled);
  return tf.where(tf.greater(scaled, threshold), x, beta === 1 ? soft : tf.div(soft, beta));
}

/** log(sigmoid(x)). */
export function logSigmoid(x: Tensor): Tensor {
  return tf.neg(tf.softplus(tf.neg(x)));
}

/** x · tanh(softplus(x)) (Misra 2019). */
export function mish(x: Tensor): Tensor {
  return tf.mul(x, tf.tanh(softplus(x)));
}

/** x / (1 + |x|). */
export function softsign(x: Tensor): Tensor {
  return tf.div(x, tf.add(tf.abs(x), 1));
}

/** min(x, 0): where x is positive its exponential could overflow, and 0 · ∞ would reach the gradient. */
function negativePart(x: Tensor): Tensor {
  return tf.minimum(x, tf.zerosLike(x));
}
