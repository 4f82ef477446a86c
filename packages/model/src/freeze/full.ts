import { freezeStrategies } from '@frostline/protocol/freeze';
import { frozenPrefix, throughout } from './prefix.js';
import type { FreezeStrategy } from './strategy.js';

/** Everything trains, from pretrained values (Girshick et al. 2014, https://arxiv.org/abs/1311.2524). */
export const full: FreezeStrategy = {
  ...freezeStrategies.full,
  paper: 'https://arxiv.org/abs/1311.2524',
  phases: (facts, _argument, settings) => throughout(frozenPrefix(facts, 0, settings)),
};
