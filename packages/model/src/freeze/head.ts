import { freezeStrategies } from '@frostline/protocol/freeze';
import { plainPhases } from './plain-phases.js';
import type { FreezeStrategy } from './strategy.js';

/** Only the head trains; the backbone is a fixed extractor of features (Razavian et al. 2014, https://arxiv.org/abs/1403.6382). */
export const head: FreezeStrategy = {
  ...freezeStrategies.head,
  paper: 'https://arxiv.org/abs/1403.6382',
  phases: (question) => plainPhases(question),
};
