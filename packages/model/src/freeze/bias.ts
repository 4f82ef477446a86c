import { freezeStrategies } from '@frostline/protocol/freeze';
import { plainPhases } from './plain-phases.js';
import type { FreezeStrategy } from './strategy.js';

/** BitFit: only biases train, and the head (Ben-Zaken et al. 2021, https://arxiv.org/abs/2106.10199). */
export const bias: FreezeStrategy = {
  ...freezeStrategies.bias,
  paper: 'https://arxiv.org/abs/2106.10199',
  phases: (question) => plainPhases(question),
};
