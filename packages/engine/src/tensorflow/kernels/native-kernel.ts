import { InternalError } from '@frostline/base';
import type { Tensor, TensorRecord } from '../../tensor.js';
import type { KernelName } from '../../kernels/attributes.js';
import { tf } from '../../tfjs.js';
import { runOp, type Op, type TensorFlowBackend } from '../binding.js';

/** Runs a TensorFlow op. */
export type RunOp = (op: Op) => [Tensor, ...Tensor[]];

/**
 * Replaces the composition of one of our kernels by TensorFlow's own ops.
 *
 * @param compute null where TensorFlow has no such op: the composition runs then
 */
export function registerNativeKernel<Attributes>(
  backend: TensorFlowBackend,
  kernelName: KernelName,
  compute: (run: RunOp, inputs: TensorRecord, attributes: Attributes) => Tensor | Tensor[] | null,
): void {
  const place = [kernelName, 'tensorflow'] as const;
  const composed = tf.getKernel(...place);
  if (composed === undefined) throw new InternalError('a kernel has no composition', { found: kernelName });
  const run: RunOp = (op) => runOp(backend, op);
  tf.unregisterKernel(...place);
  tf.registerKernel({
    ...composed,
    kernelFunc: (call) => {
      const native = (): Tensor | Tensor[] | null =>
        compute(run, call.inputs as TensorRecord, call.attrs as unknown as Attributes);
      const result = tf.tidy(native as () => tf.TensorContainer) as Tensor | Tensor[] | null;
      return result ?? composed.kernelFunc(call);
    },
  });
}
