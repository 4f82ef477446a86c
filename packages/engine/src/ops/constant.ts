/*
 * The only way for a step to bring in host values that are not uniform. It runs the kernel `FrostConstant`
 * (no inputs; attributes `values`, `shape`, `dtype`): a plain tensor on an eager backend, an initializer in a
 * traced step, where a tensor written past this kernel is refused because it may differ from call to call.
 */
import { InputError } from '@frostline/base';
import { tf } from '../tfjs.js';
import { kernelNames } from '../kernels/attributes.js';
import { runKernel } from '../kernels/run-kernel.js';
import type { Tensor } from '../tensor.js';

/**
 * Values that are the same at every call of the step.
 *
 * @param values row-major
 * @throws InputError `tensor-size` when the shape and the number of values differ
 */
export function constant(
  values: ArrayLike<number>,
  shape: readonly number[],
  dtype: 'float32' | 'int32' = 'float32',
): Tensor {
  const size = shape.reduce((product, length) => product * length, 1);
  if (size !== values.length)
    throw new InputError(
      'tensor-size',
      `a constant of shape [${shape.join(',')}] has ${String(size)} values`,
      {
        found: values.length,
      },
    );
  const data = dtype === 'float32' ? Float32Array.from(values) : Int32Array.from(values);
  return runKernel(kernelNames.constant, {}, { values: data, shape: [...shape], dtype });
}

/** A tensor of one value. */
export function fill(
  shape: readonly number[],
  value: number,
  dtype: 'float32' | 'int32' = 'float32',
): Tensor {
  return tf.fill([...shape], value, dtype);
}

/** Zeros. */
export function zeros(shape: readonly number[], dtype: 'float32' | 'int32' = 'float32'): Tensor {
  return fill(shape, 0, dtype);
}

/** Ones. */
export function ones(shape: readonly number[], dtype: 'float32' | 'int32' = 'float32'): Tensor {
  return fill(shape, 1, dtype);
}

/** A tensor of rank 0. */
export function scalar(value: number, dtype: 'float32' | 'int32' = 'float32'): Tensor {
  return fill([], value, dtype);
}
