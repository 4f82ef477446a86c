import { tf } from '../tfjs.js';
import type { Tensor, TensorRecord } from '../tensor.js';
import type { KernelName } from './attributes.js';

/** Runs one of our kernels that gives one tensor. `attributes` is one of the interfaces in attributes.ts. */
export function runKernel(name: KernelName, inputs: TensorRecord, attributes: object = {}): Tensor {
  return tf.engine().runKernel(name, inputs, attributes as tf.NamedAttrMap);
}

/** Runs one of our kernels that gives several tensors. */
export function runKernels(name: KernelName, inputs: TensorRecord, attributes: object = {}): Tensor[] {
  return tf.engine().runKernel(name, inputs, attributes as tf.NamedAttrMap);
}
