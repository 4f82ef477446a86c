import { tf } from '../../tfjs.js';
import type { HostTensor } from '../../tensor.js';
import { kernelNames } from '../attributes.js';
import { registerEagerKernel } from './register.js';

/** A constant is a plain tensor on an eager backend. */
export function registerConstant(): void {
  registerEagerKernel<{ values: HostTensor['data']; shape: number[]; dtype: 'float32' | 'int32' }>(
    kernelNames.constant,
    (_inputs, { values, shape, dtype }) => tf.tensor(values.slice(), shape, dtype),
  );
}
