import { tf } from '../tfjs.js';
import type { Tensor } from '../tensor.js';

/** Matrix product; leading axes are batches (equal, or 1). */
export function matMul(a: Tensor, b: Tensor, transposeA = false, transposeB = false): Tensor {
  return tf.matMul(a, b, transposeA, transposeB);
}

/** x · weightᵀ + bias, as torch.nn.Linear: x [..., F], weight [O, F], bias [O] or null → [..., O]. */
export function linear(x: Tensor, weight: Tensor, bias: Tensor | null): Tensor {
  const features = x.shape[x.rank - 1] ?? 1;
  const rows = x.rank === 2 ? x : tf.reshape(x, [-1, features]);
  const product = tf.matMul(rows, weight, false, true);
  const y = bias === null ? product : tf.add(product, bias);
  return x.rank === 2 ? y : tf.reshape(y, [...x.shape.slice(0, -1), weight.shape[0] ?? 1]);
}

/** One-hot rows: indices int32 [N] → float32 [N, depth]. */
export function oneHot(indices: Tensor, depth: number): Tensor {
  // The wasm kernel writes integers whatever type is asked for.
  return tf.cast(tf.oneHot(indices, depth, 1, 0, 'int32'), 'float32');
}

/** Rows of x [V, ...] at int32 indices [N] → [N, ...]. Its gradient is a product with one-hot rows. */
export function gather(x: Tensor, indices: Tensor): Tensor {
  const pick = tf.customGrad((...inputs) => {
    const [table, save] = inputs as [Tensor, tf.GradSaveFunc];
    save([indices]);
    return {
      value: tf.gather(table, indices as tf.Tensor1D),
      gradFunc: (dy: Tensor, saved: Tensor[]) => {
        const rows = table.shape[0] ?? 1;
        const hot = tf.transpose(oneHot(saved[0] as Tensor, rows));
        return tf.reshape(tf.matMul(hot, tf.reshape(dy, [indices.size, -1])), table.shape);
      },
    };
  });
  return pick(x);
}
