import { tf } from '../../tfjs.js';
import type { Tensor } from '../../tensor.js';

/** A comparison is constant almost everywhere: zero. tfjs has this for `GreaterEqual` only. */
export function registerComparisonGradients(): void {
  for (const kernelName of [tf.Greater, tf.Less, tf.LessEqual, tf.Equal])
    tf.registerGradient({
      kernelName,
      inputsToSave: ['a', 'b'],
      gradFunc: (_dy, saved) => {
        const [a, b] = saved as [Tensor, Tensor];
        return { a: () => zeros(a), b: () => zeros(b) };
      },
    });
}

function zeros(x: Tensor): Tensor {
  return tf.cast(tf.zerosLike(x), 'float32');
}
