import { InputError } from '@frostline/base';
import { tf } from './tfjs.js';
import type { HostTensor, Tensor } from './tensor.js';

/**
 * Copies a host tensor to the active backend. `uint8` becomes `int32`.
 * Not for use inside a step: bring values in as state, batch, scalar or `constant`.
 *
 * @throws InputError `tensor-size` when the shape and the number of values differ
 */
export function fromHost({ data, shape, dtype }: HostTensor): Tensor {
  const size = shape.reduce((product, length) => product * length, 1);
  if (size !== data.length)
    throw new InputError('tensor-size', `a tensor of shape [${shape.join(',')}] has ${String(size)} values`, {
      found: data.length,
    });
  // The copy matters: the cpu backend would keep the caller's array.
  const values = dtype === 'float32' ? Float32Array.from(data) : Int32Array.from(data);
  return tf.tensor(values, [...shape], dtype === 'float32' ? 'float32' : 'int32');
}

/** Copies a tensor to host memory, row-major; booleans come as `uint8`. */
export async function toHost(tensor: Tensor): Promise<HostTensor> {
  return hostTensor(tensor, await tensor.data());
}

/** As `toHost`, at once. @throws InternalError inside a traced step, where tensors have no values */
export function toHostSync(tensor: Tensor): HostTensor {
  return hostTensor(tensor, tensor.dataSync());
}

const arrays = { float32: Float32Array, int32: Int32Array, uint8: Uint8Array };

function hostTensor(tensor: Tensor, data: Float32Array | Int32Array | Uint8Array): HostTensor {
  const dtype = tensor.dtype === 'bool' ? 'uint8' : tensor.dtype === 'int32' ? 'int32' : 'float32';
  // Copied, because the cpu backend hands out the array that it computes with: after a cast, one of the old type.
  return { data: arrays[dtype].from(data), shape: [...tensor.shape], dtype };
}
