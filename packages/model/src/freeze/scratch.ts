import { frozenPrefix, throughout } from './prefix.js';
import type { FreezeStrategy } from './strategy.js';

/** Everything trains, from random values: what the others have to beat. */
export const scratch: FreezeStrategy = {
  name: 'scratch',
  syntax: 'scratch',
  summary: 'everything trains, from random values',
  paper: null,
  argument: 'none',
  freezes: 'none',
  pretrained: false,
  phases: (facts, _argument, settings) => throughout(frozenPrefix(facts, 0, settings)),
};
