import { tf } from '../tfjs.js';
import type { Tensor } from '../tensor.js';

/**
 * x itself; when a loss is differentiated, the gradient that arrives here goes on as what `change` returns.
 *
 * @param change gives a tensor of the gradient's shape; called at most once for each differentiation
 */
export function onGradient(x: Tensor, change: (dy: Tensor) => Tensor): Tensor {
  return tf.customGrad((...inputs) => {
    const [value] = inputs as [Tensor];
    return { value: tf.clone(value), gradFunc: (dy: Tensor) => change(dy) };
  })(x);
}
