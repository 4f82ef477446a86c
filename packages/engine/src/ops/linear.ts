import { withGatherIndex } from '../gather-index.js';
import { tf } from '../tfjs.js';
import type { Tensor } from '../tensor.js';
import { checkInput } from './check-input.js';

/** Matrix product; leading axes are batches (equal, or 1). @throws InputError `op-input` */
export function matMul(a: Tensor, b: Tensor, transposeA = false, transposeB = false): Tensor {
  const inner = [a.shape.at(transposeA ? -2 : -1), b.shape.at(transposeB ? -1 : -2)];
  checkInput(
    a.rank >= 2 && b.rank >= 2 && inner[0] === inner[1],
    'matMul',
    { a: a.shape, b: b.shape, transposeA, transposeB },
    'matrices of which the first has as many columns as the second has rows',
  );
  return tf.matMul(a, b, transposeA, transposeB);
}

/**
 * x · weightᵀ + bias, as torch.nn.Linear: x [..., F], weight [O, F], bias [O] or null → [..., O].
 *
 * @throws InputError `op-input`
 */
export function linear(x: Tensor, weight: Tensor, bias: Tensor | null): Tensor {
  const features = x.shape[x.rank - 1] ?? 1;
  checkInput(
    x.rank >= 1 && features === weight.shape[1],
    'linear',
    { x: x.shape, weight: weight.shape },
    `x [..., ${String(weight.shape[1])}]`,
  );
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

/**
 * Rows of x [V, ...] at int32 indices [N] → [N, ...]. Its gradient is a product with one-hot rows.
 *
 * @throws InputError `gather-index` for an index below 0 or from V on: at once, or from a compiled step when it runs
 */
export function gather(x: Tensor, indices: Tensor): Tensor {
  const pick = tf.customGrad((...inputs) => {
    const [table, save] = inputs as [Tensor, tf.GradSaveFunc];
    save([indices]);
    return {
      value: rowsOf(table, indices),
      gradFunc: (dy: Tensor, saved: Tensor[]) => {
        const rows = table.shape[0] ?? 1;
        const hot = tf.transpose(oneHot(saved[0] as Tensor, rows));
        return tf.reshape(tf.matMul(hot, tf.reshape(dy, [indices.size, -1])), table.shape);
      },
    };
  });
  return pick(x);
}

function rowsOf(table: Tensor, indices: Tensor): Tensor {
  try {
    return tf.gather(table, indices as tf.Tensor1D);
  } catch (error) {
    throw withGatherIndex(error);
  }
}
