import { InputError } from '@frostline/base';
import type { Tensor } from '@frostline/engine';
import type { Module } from './module.js';

/** A module whose forward is a sequence of stages that can also be run in part. */
export interface Staged {
  /** Runs stages `from` (inclusive) to `to` (exclusive). */
  forwardStages(x: Tensor, from?: number, to?: number): Tensor;
}

/** @throws InputError `no-stages` when the module cannot be run in part */
export function asStaged(module: Module): Staged {
  if (!isStaged(module))
    throw new InputError('no-stages', 'only a backbone can be run in part', {
      found: module.constructor.name,
      fix: 'leave out `from` and `to`, or extend Backbone',
    });
  return module;
}

const isStaged = (module: Module): module is Module & Staged => 'forwardStages' in module;
