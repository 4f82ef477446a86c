import { InternalError } from '@frostline/base';
import { tf } from '../../tfjs.js';
import type { Tensor } from '../../tensor.js';

/**
 * Puts a wrapper around the wasm backend's matrix product, which has a fast path for single matrices as they stand only:
 * transposing them before is some ten times faster than its own loop over transposed ones.
 */
export function speedUpMatrixProducts(): void {
  const place = [tf.BatchMatMul, 'wasm'] as const;
  const original = tf.getKernel(...place);
  if (original === undefined) throw new InternalError('the wasm backend has no matrix product');
  tf.unregisterKernel(...place);
  tf.registerKernel({
    ...original,
    kernelFunc: (call) => {
      const { a, b } = call.inputs as { a: Tensor; b: Tensor };
      const { transposeA, transposeB } = call.attrs as { transposeA: boolean; transposeB: boolean };
      if (!(transposeA || transposeB) || isBatch(a) || isBatch(b)) return original.kernelFunc(call);
      return tf.tidy(() => {
        const inputs = { a: transposeA ? transposed(a) : a, b: transposeB ? transposed(b) : b };
        const attrs = { transposeA: false, transposeB: false };
        return original.kernelFunc({ ...call, inputs, attrs }) as Tensor;
      });
    },
  });
}

const isBatch = ({ shape }: Tensor): boolean => shape.slice(0, -2).some((extent) => extent !== 1);

function transposed(x: Tensor): Tensor {
  const axes = x.shape.map((_, axis) => axis);
  return tf.transpose(x, [...axes.slice(0, -2), x.rank - 1, x.rank - 2]);
}
