import { freezeStrategies } from '@frostline/protocol/freeze';
import { plainPhases } from './plain-phases.js';
import type { FreezeStrategy } from './strategy.js';

/** Everything trains, from pretrained values (Girshick et al. 2014, https://arxiv.org/abs/1311.2524). */
export const full: FreezeStrategy = {
  ...freezeStrategies.full,
  paper: 'https://arxiv.org/abs/1311.2524',
  phases: (question) => plainPhases(question),
};
