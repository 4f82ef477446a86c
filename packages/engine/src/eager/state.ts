import { InputError } from '@frostline/base';
import { activateBackend } from '../backend.js';
import { sameShape } from '../check-call.js';
import type { EngineState } from '../engine.js';
import { fromHost, toHost } from '../host.js';
import type { EagerBackend } from '../kernels/eager/register.js';
import type { HostRecord, Tensor, TensorRecord } from '../tensor.js';
import { tf } from '../tfjs.js';

/** State as tensors on an eager backend; entries are replaced, never written in place. */
export class EagerState implements EngineState {
  private readonly tensors = new Map<string, Tensor>();

  constructor(
    private readonly backend: EagerBackend,
    values: HostRecord,
  ) {
    activateBackend(backend);
    for (const [name, value] of Object.entries(values)) this.tensors.set(name, tf.keep(fromHost(value)));
  }

  async read(names: readonly string[] = [...this.tensors.keys()]): Promise<HostRecord> {
    const entries = names.map(async (name) => [name, await toHost(this.get(name))] as const);
    return Object.fromEntries(await Promise.all(entries));
  }

  write(values: HostRecord): void {
    for (const [name, value] of Object.entries(values)) {
      const held = this.get(name);
      const dtype = value.dtype === 'float32' ? 'float32' : 'int32';
      if (!sameShape(held.shape, value.shape) || held.dtype !== dtype)
        throw new InputError('state-shape', `${JSON.stringify(name)} does not fit the state`, {
          found: `${value.dtype}[${value.shape.join(',')}]`,
          allowed: `${held.dtype}[${held.shape.join(',')}]`,
        });
    }
    activateBackend(this.backend);
    for (const [name, value] of Object.entries(values)) this.replace(name, fromHost(value));
  }

  dispose(): void {
    for (const tensor of this.tensors.values()) tensor.dispose();
    this.tensors.clear();
  }

  /** The live tensors by name. */
  record(): TensorRecord {
    return Object.fromEntries(this.tensors);
  }

  /** Takes over a tensor as the new value of an entry. */
  replace(name: string, tensor: Tensor): void {
    const old = this.get(name);
    this.tensors.set(name, tf.keep(tensor));
    old.dispose();
  }

  private get(name: string): Tensor {
    const tensor = this.tensors.get(name);
    if (tensor === undefined)
      throw new InputError('state-shape', 'there is no such entry in the state', {
        found: name,
        allowed: [...this.tensors.keys()],
      });
    return tensor;
  }
}
