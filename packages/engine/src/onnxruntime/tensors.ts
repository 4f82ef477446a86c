import { InputError, InternalError } from '@frostline/base';
import * as ort from 'onnxruntime-node';
import type { HostTensor } from '../tensor.js';

/** The runtime's view of a host tensor; shares its memory. @throws InputError `tensor-size` */
export function toRuntime({ data, shape, dtype }: HostTensor): ort.Tensor {
  const size = shape.reduce((product, length) => product * length, 1);
  if (size !== data.length)
    throw new InputError('tensor-size', `a tensor of shape [${shape.join(',')}] has ${String(size)} values`, {
      found: data.length,
    });
  return new ort.Tensor(dtype, data, shape);
}

/** A host tensor that shares the runtime's memory; booleans come as `uint8`. */
export function fromRuntime({ data, dims, type }: ort.Tensor): HostTensor {
  const shape = [...dims];
  if (type === 'float32') return { data: data as Float32Array, shape, dtype: 'float32' };
  if (type === 'int32') return { data: data as Int32Array, shape, dtype: 'int32' };
  if (type === 'uint8' || type === 'bool') return { data: data as Uint8Array, shape, dtype: 'uint8' };
  throw new InternalError('a compiled step gave a tensor of a type that it never asks for', { found: type });
}
