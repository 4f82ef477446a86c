import { InputError } from '@frostline/base';
import { constant } from '@frostline/engine';
import type { NoiseSource, Tensor, TensorRecord } from '@frostline/engine';
import { withCallContext } from './call-context.js';
import type { ModuleBuffer } from './module-buffer.js';
import type { Module } from './module.js';
import { asStaged } from './staged.js';
import { sameShape, torchSize } from './shape.js';
import type { StoredTensor } from './stored-tensor.js';

export interface FunctionalCallOptions {
  /** Overrides every module's own mode; frozen modules never train. Default: each module's own. */
  readonly train?: boolean;
  /** Where dropout draws from; default the generator that `manualSeed` starts. */
  readonly noise?: NoiseSource;
  /** First stage of a backbone to run; default 0. */
  readonly from?: number;
  /** The stage before which to stop; default after the head. */
  readonly to?: number;
}

export interface FunctionalCallResult {
  readonly output: Tensor;
  /** New values of the buffers that changed, by state-dict key: empty in evaluation. */
  readonly buffers: TensorRecord;
}

/**
 * Runs a module with other tensors in the place of its parameters and buffers (torch.func.functional_call).
 * Nothing of the module changes: new running statistics are returned. What `state` does not name keeps its own value.
 *
 * @param state tensors by state-dict key
 * @throws InputError `state-key` for an unknown key or another shape, `no-stages` for `from` or `to` without a backbone
 */
export function functionalCall(
  module: Module,
  state: TensorRecord,
  x: Tensor,
  { train, noise, from, to }: FunctionalCallOptions = {},
): FunctionalCallResult {
  const run =
    from === undefined && to === undefined
      ? () => module.call(x)
      : () => asStaged(module).forwardStages(x, from, to);
  const paths = new Map<Module, string>();
  for (const [path, below] of module.namedModules()) paths.set(below, path);
  const restores: (() => void)[] = [];
  const buffers: TensorRecord = {};
  try {
    const stored = storedByKey(module);
    for (const [key, tensor] of Object.entries(state)) restores.push(bind(stored, key, tensor));
    for (const [, buffer] of module.namedBuffers())
      if (!buffer.persistent && !buffer.isBound) restores.push(buffer.bind(constantOf(buffer)));
    const output = withCallContext({ train, noise, paths, buffers }, run);
    return { output, buffers };
  } finally {
    for (const restore of restores.reverse()) restore();
  }
}

/** Every parameter and buffer under every key that it has. */
function storedByKey(module: Module, prefix = '', found = new Map<string, StoredTensor>()) {
  for (const [name, stored] of [...module.ownParameters(), ...module.ownBuffers()])
    found.set(prefix + name, stored);
  for (const [name, child] of module.ownModules()) storedByKey(child, `${prefix}${name}.`, found);
  return found;
}

/** What no state dict names still has to be part of a step; its values are the same at every call. */
function constantOf(buffer: ModuleBuffer): Tensor {
  const { data, shape } = buffer.values();
  return constant(data, shape, buffer.dtype);
}

function bind(stored: ReadonlyMap<string, StoredTensor>, key: string, tensor: Tensor): () => void {
  const target = stored.get(key);
  if (target === undefined)
    throw new InputError('state-key', 'the module has no parameter or buffer of this name', { found: key });
  if (!sameShape(target.shape, tensor.shape))
    throw new InputError('state-key', `${key} has another shape`, {
      found: torchSize(tensor.shape),
      allowed: torchSize(target.shape),
    });
  return target.bind(tensor);
}
