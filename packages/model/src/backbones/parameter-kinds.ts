import { BatchNorm } from '../layers/batch-norm.js';
import { GroupNorm } from '../layers/group-norm.js';
import { LayerNorm } from '../layers/layer-norm.js';
import type { Module } from '../module/module.js';

/** Keys of the scales and shifts of all normalisation layers. */
export function normKeys(net: Module): Set<string> {
  const norms = [...net.namedModules()].filter(([, module]) => isNorm(module));
  return new Set(
    norms.flatMap(([path, module]) => module.ownParameters().map(([name]) => `${path}.${name}`)),
  );
}

const isNorm = (module: Module): boolean =>
  module instanceof BatchNorm || module instanceof LayerNorm || module instanceof GroupNorm;

/** Whether a parameter is added to what its layer computes, as its name says: `bias`, `in_proj_bias`. */
export const isBias = (key: string): boolean => /(^|[._])bias$/.test(key);
