import { freezeStrategies } from '@frostline/protocol/freeze';
import { plainPhases } from './plain-phases.js';
import type { FreezeStrategy } from './strategy.js';

/** Stages 0 to k, inclusive, stay frozen (Yosinski et al. 2014, https://arxiv.org/abs/1411.1792). */
export const until: FreezeStrategy = {
  ...freezeStrategies.until,
  paper: 'https://arxiv.org/abs/1411.1792',
  phases: (question) => plainPhases(question),
};
