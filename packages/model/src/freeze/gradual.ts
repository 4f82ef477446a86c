import { freezeStrategies } from '@frostline/protocol/freeze';
import { plainPhases } from './plain-phases.js';
import type { FreezeStrategy } from './strategy.js';

/**
 * Gradual unfreezing: the head trains first, and after every e epochs one more stage with it, from the top
 * (Howard & Ruder 2018, "ULMFiT", https://arxiv.org/abs/1801.06146, where e is 1). One schedule goes over all epochs.
 */
export const gradual: FreezeStrategy = {
  ...freezeStrategies.gradual,
  paper: 'https://arxiv.org/abs/1801.06146',
  phases: (question) => plainPhases(question),
};
