import { frozenPrefix, throughout } from './prefix.js';
import type { FreezeStrategy } from './strategy.js';

/** Stages 0 to k, inclusive, stay frozen (Yosinski et al. 2014, https://arxiv.org/abs/1411.1792). */
export const until: FreezeStrategy = {
  name: 'until',
  syntax: 'until:k',
  summary: 'stages 0 to k stay frozen, the rest trains; k is an index, a negative index or a stage name',
  paper: 'https://arxiv.org/abs/1411.1792',
  argument: 'stage',
  freezes: 'argument',
  pretrained: true,
  phases: (facts, argument, settings) => throughout(frozenPrefix(facts, argument + 1, settings)),
};
