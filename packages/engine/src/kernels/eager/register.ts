import { tf } from '../../tfjs.js';
import type { Tensor, TensorRecord } from '../../tensor.js';
import type { KernelName } from '../attributes.js';

/** The backends on which our kernels are compositions of tfjs ops. */
export const eagerBackends = ['cpu', 'wasm', 'tensorflow'] as const;
export type EagerBackend = (typeof eagerBackends)[number];

/**
 * Registers a kernel on every eager backend. What `compute` allocates on the way is freed when it returns.
 *
 * @param compute from the kernel's inputs and attributes (attributes.ts) to its output or outputs
 */
export function registerEagerKernel<Attributes>(
  kernelName: KernelName,
  compute: (inputs: TensorRecord, attributes: Attributes) => Tensor | Tensor[],
): void {
  for (const backendName of eagerBackends)
    tf.registerKernel({
      kernelName,
      backendName,
      kernelFunc: ({ inputs, attrs }) =>
        tf.tidy(() => compute(inputs as TensorRecord, attrs as unknown as Attributes)),
    });
}
