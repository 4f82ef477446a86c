import { freezeStrategies } from '@frostline/protocol/freeze';
import { plainPhases } from './plain-phases.js';
import type { FreezeStrategy, Penalty } from './strategy.js';

/**
 * L2-SP: everything trains under the penalty α/2·‖w − w⁰‖² on the distance to the pretrained values w⁰ and β/2·‖w‖² on
 * the head, which has none (Li et al. 2018, https://arxiv.org/abs/1802.01483). It is a part of the loss, with every
 * optimizer, in the place of weight decay.
 */
export const l2Sp: FreezeStrategy = {
  ...freezeStrategies['l2-sp'],
  paper: 'https://arxiv.org/abs/1802.01483',
  phases: (question) => {
    const { facts, settings } = question;
    const head = new Set(facts.stages.at(-1)?.parameterKeys);
    const penalty = (key: string): Penalty =>
      head.has(key)
        ? { towards: 'zero', strength: settings.sp_beta }
        : { towards: 'pretrained', strength: settings.sp_alpha };
    return plainPhases(question, () => ({ penalty }));
  },
};
