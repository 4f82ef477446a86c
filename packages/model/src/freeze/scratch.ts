import { freezeStrategies } from '@frostline/protocol/freeze';
import { frozenPrefix, throughout } from './prefix.js';
import type { FreezeStrategy } from './strategy.js';

/** Everything trains, from random values: what the others have to beat. */
export const scratch: FreezeStrategy = {
  ...freezeStrategies.scratch,
  paper: null,
  phases: (facts, _argument, settings) => throughout(frozenPrefix(facts, 0, settings)),
};
