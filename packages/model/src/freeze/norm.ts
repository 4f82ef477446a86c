import { freezeStrategies } from '@frostline/protocol/freeze';
import { plainPhases } from './plain-phases.js';
import type { FreezeStrategy } from './strategy.js';

/**
 * Only the scales and shifts of normalisation layers train, and the head (Frankle et al. 2020,
 * https://arxiv.org/abs/2003.00152).
 */
export const norm: FreezeStrategy = {
  ...freezeStrategies.norm,
  paper: 'https://arxiv.org/abs/2003.00152',
  phases: (question) => plainPhases(question),
};
