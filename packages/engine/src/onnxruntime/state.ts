import { InputError } from '@frostline/base';
import type * as ort from 'onnxruntime-node';
import { sameShape } from '../check-call.js';
import type { EngineState } from '../engine.js';
import type { HostRecord, HostTensor, TensorSpec } from '../tensor.js';
import { fromRuntime, toRuntime } from './tensors.js';

/**
 * State in host memory. A step reads one set of buffers and returns another one, which takes its place:
 * the runtime never writes to a buffer that it reads.
 */
export class OnnxRuntimeState implements EngineState {
  private readonly tensors: Map<string, ort.Tensor>;

  constructor(values: HostRecord) {
    this.tensors = new Map(Object.entries(values).map(([name, value]) => [name, toRuntime(copy(value))]));
  }

  read(names: readonly string[] = [...this.tensors.keys()]): Promise<HostRecord> {
    return new Promise((resolve) => {
      resolve(Object.fromEntries(names.map((name) => [name, copy(fromRuntime(this.get(name)))])));
    });
  }

  write(values: HostRecord): void {
    for (const [name, value] of Object.entries(values)) this.check(name, value);
    for (const [name, value] of Object.entries(values)) this.tensors.set(name, toRuntime(copy(value)));
  }

  dispose(): void {
    this.tensors.clear();
  }

  /** The live tensor of an entry. @throws InputError `state-shape` on an unknown name or another shape */
  tensor(name: string, spec: TensorSpec): ort.Tensor {
    this.check(name, spec);
    return this.get(name);
  }

  /** Takes over a tensor as the new value of an entry. */
  replace(name: string, tensor: ort.Tensor): void {
    this.tensors.set(name, tensor);
  }

  private check(name: string, { shape, dtype }: TensorSpec): void {
    const held = this.get(name);
    if (sameShape(held.dims, shape) && held.type === dtype) return;
    throw new InputError('state-shape', `${JSON.stringify(name)} does not fit the state`, {
      found: `${dtype}[${shape.join(',')}]`,
      allowed: `${held.type}[${held.dims.join(',')}]`,
    });
  }

  private get(name: string): ort.Tensor {
    const tensor = this.tensors.get(name);
    if (tensor === undefined)
      throw new InputError('state-shape', 'there is no such entry in the state', {
        found: name,
        allowed: [...this.tensors.keys()],
      });
    return tensor;
  }
}

function copy({ data, shape, dtype }: HostTensor): HostTensor {
  return { data: data.slice(), shape, dtype };
}
