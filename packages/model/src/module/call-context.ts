import type { NoiseSource, TensorRecord } from '@frostline/engine';
import type { Module } from './module.js';

/** What a functional call tells the layers that run inside of it. */
export interface CallContext {
  /** Overrides every module's own mode, except that frozen modules never train. */
  readonly train: boolean | undefined;
  readonly noise: NoiseSource | undefined;
  /** Each module's path below the one that was called: the names of its noise and its buffers. */
  readonly paths: ReadonlyMap<Module, string>;
  /** New buffer values, by state-dict key; filled while the call runs. */
  readonly buffers: TensorRecord;
}

let current: CallContext | null = null;

/** The innermost functional call, or null in ordinary eager use. */
export const callContext = (): CallContext | null => current;

/** Runs `body`, which must be synchronous, inside `context`; the one before is back afterwards, whatever happens. */
export function withCallContext<T>(context: CallContext, body: () => T): T {
  const before = current;
  current = context;
  try {
    return body();
  } finally {
    current = before;
  }
}

/** Whether `module` has to behave as in training now. */
export const isTraining = (module: Module): boolean => !module.frozen && (current?.train ?? module.training);
