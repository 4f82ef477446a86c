import { freezeStrategies } from '@frostline/protocol/freeze';
import { plainPhases } from './plain-phases.js';
import type { FreezeStrategy } from './strategy.js';

/** Everything trains, from random values: what the others have to beat. */
export const scratch: FreezeStrategy = {
  ...freezeStrategies.scratch,
  paper: null,
  phases: (question) => plainPhases(question),
};
