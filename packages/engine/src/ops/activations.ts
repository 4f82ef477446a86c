import { tf } from '../tfjs.js';
import type { Tensor } from '../tensor.js';
import type { Operand } from './elementwise.js';

/** max(x, 0); the gradient at 0 is 0. */
export const relu = gated(
  (x) => tf.relu(x),
  (y) => tf.greater(y, 0),
);

/** min(max(x, 0), 6); the gradient at 0 and 6 is 0. */
export const relu6 = gated(
  (x) => tf.relu6(x),
  (y) => tf.logicalAnd(tf.greater(y, 0), tf.less(y, 6)),
);

/** min(max(x, low), high); the gradient at both ends is 0. */
export function hardtanh(x: Tensor, low = -1, high = 1): Tensor {
  return gated(
    (value) => tf.clipByValue(value, low, high),
    (y) => tf.logicalAnd(tf.greater(y, low), tf.less(y, high)),
  )(x);
}

/** x where positive, else slope · x; a tensor as slope is learned and broadcasts (He et al. 2015, PReLU). */
export function leakyRelu(x: Tensor, slope: Operand = 0.01): Tensor {
  return tf.where(tf.greater(x, 0), x, tf.mul(x, slope));
}

/** An activation whose gradient is dy where `open` holds of the output, else 0. */
function gated(forward: (x: Tensor) => Tensor, open: (y: Tensor) => Tensor): (x: Tensor) => Tensor {
  return tf.customGrad((...inputs) => {
    const [x, save] = inputs as [Tensor, tf.GradSaveFunc];
    const value = forward(x);
    save([value]);
    return {
      value,
      gradFunc: (dy: Tensor, saved: Tensor[]) => tf.where(open(saved[0] as Tensor), dy, tf.zerosLike(dy)),
    };
  });
}

/** relu6(x + 3) / 6 (Howard et al. 2019, MobileNetV3). */
export function hardsigmoid(x: Tensor): Tensor {
  return tf.div(relu6(tf.add(x, 3)), 6);
}

/** x · relu6(x + 3) / 6 (Howard et al. 2019, MobileNetV3). */
export function hardswish(x: Tensor): Tensor {
  return tf.mul(x, hardsigmoid(x));
}

export function sigmoid(x: Tensor): Tensor {
  return tf.sigmoid(x);
}

export function tanh(x: Tensor): Tensor {
  return tf.tanh(x);
}

/** x · sigmoid(x) (Elfwing et al. 2017; Swish). */
export function silu(x: Tensor): Tensor {
  return tf.mul(x, tf.sigmoid(x));
}

/**
 * x · Φ(x) (Hendrycks & Gimpel 2016).
 *
 * @param approximate `none` computes Φ with erf, `tanh` with the paper's approximation
 */
export function gelu(x: Tensor, approximate: 'none' | 'tanh' = 'none'): Tensor {
  const half = tf.mul(x, 0.5);
  if (approximate === 'none') return tf.mul(half, tf.add(tf.erf(tf.mul(x, Math.SQRT1_2)), 1));
  const inner = tf.mul(tf.add(x, tf.mul(tf.mul(tf.square(x), x), 0.044715)), Math.sqrt(2 / Math.PI));
  return tf.mul(half, tf.add(tf.tanh(inner), 1));
}

/**
 * Inverted dropout: elements with uniform ≥ p are kept and divided by 1 − p.
 *
 * @param uniform numbers in [0, 1) of x's shape, or broadcasting to it (whole channels, whole samples)
 */
export function dropout(x: Tensor, p: number, uniform: Tensor): Tensor {
  const kept = tf.cast(tf.greaterEqual(uniform, p), 'float32');
  return p >= 1 ? tf.zerosLike(x) : tf.mul(x, tf.mul(kept, 1 / (1 - p)));
}
