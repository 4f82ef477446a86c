import { InputError } from '@frostline/base';
import type { HostRecord, HostTensor } from '@frostline/engine';
import type { Module } from './module.js';
import { elementCount, sameShape, torchSize } from './shape.js';
import type { StoredTensor } from './stored-tensor.js';

/** Keys that did not meet; both empty after a strict load. */
export interface LoadResult {
  readonly missingKeys: string[];
  readonly unexpectedKeys: string[];
}

interface Plan extends LoadResult {
  readonly problems: string[];
  readonly copies: [StoredTensor, HostTensor][];
}

/**
 * torch's `Module.load_state_dict`, message for message, except that nothing is copied when anything is wrong.
 * Checkpoints from before torch 0.4.1 lack `num_batches_tracked`: that is tolerated, as torch does.
 */
export function loadStateDict(module: Module, state: HostRecord, strict: boolean): LoadResult {
  const plan: Plan = { missingKeys: [], unexpectedKeys: [], problems: [], copies: [] };
  planModule(module, Object.entries(state), '', plan);
  const { missingKeys, unexpectedKeys, problems } = plan;
  if (strict && unexpectedKeys.length > 0)
    problems.unshift(`Unexpected key(s) in state_dict: ${quoted(unexpectedKeys)}. `);
  if (strict && missingKeys.length > 0)
    problems.unshift(`Missing key(s) in state_dict: ${quoted(missingKeys)}. `);
  if (problems.length > 0)
    throw new InputError(
      'state-dict',
      `Error(s) in loading state_dict for ${module.constructor.name}:\n\t${problems.join('\n\t')}`,
    );
  for (const [stored, values] of plan.copies) stored.setValues(values.data);
  return { missingKeys, unexpectedKeys };
}

function planModule(
  module: Module,
  state: readonly [string, HostTensor][],
  prefix: string,
  plan: Plan,
): void {
  const values = new Map(state);
  const stored = new Map<string, StoredTensor>(module.ownState());
  const children = new Map(module.ownModules());
  for (const [name, target] of stored) planTensor(prefix + name, target, values, plan);
  for (const key of values.keys()) {
    const [name = ''] = key.slice(prefix.length).split('.', 1);
    if (!stored.has(name) && !children.has(name)) plan.unexpectedKeys.push(key);
  }
  for (const [name, child] of children) {
    const below = `${prefix}${name}.`;
    planModule(
      child,
      state.filter(([key]) => key.startsWith(below)),
      below,
      plan,
    );
  }
}

function planTensor(
  key: string,
  target: StoredTensor,
  values: ReadonlyMap<string, HostTensor>,
  plan: Plan,
): void {
  const value = values.get(key);
  if (value === undefined) {
    if (!key.endsWith('num_batches_tracked')) plan.missingKeys.push(key);
    return;
  }
  if (value.data.length !== elementCount(value.shape)) {
    const count = String(value.data.length);
    plan.problems.push(
      `${key} holds ${count} values, which do not fill its shape ${torchSize(value.shape)}.`,
    );
    return;
  }
  const isScalarOfOldTorch = target.shape.length === 0 && sameShape(value.shape, [1]);
  if (isScalarOfOldTorch || sameShape(value.shape, target.shape)) plan.copies.push([target, value]);
  else
    plan.problems.push(
      `size mismatch for ${key}: copying a param with shape ${torchSize(value.shape)} from checkpoint, ` +
        `the shape in current model is ${torchSize(target.shape)}.`,
    );
}

const quoted = (keys: readonly string[]): string => keys.map((key) => `"${key}"`).join(', ');
