import type { Backbone } from '../backbones/backbone.js';
import { modulesOfStage } from '../backbones/facts.js';
import { BatchNorm } from '../layers/batch-norm.js';
import type { FreezeState } from './strategy.js';

/**
 * Brings a backbone into a freeze state: which parameters require gradients, which modules stay as in evaluation.
 * The latter survives `train()`. Call it again when the state changes.
 */
export function applyFreeze(backbone: Backbone, state: FreezeState): void {
  for (const [key, parameter] of backbone.namedParameters()) parameter.requiresGrad = state.trains(key);
  for (const index of backbone.stages().keys())
    for (const [, module] of modulesOfStage(backbone, index))
      module.frozen =
        index < state.frozenStages || (state.evalStages.has(index) && module instanceof BatchNorm);
}
