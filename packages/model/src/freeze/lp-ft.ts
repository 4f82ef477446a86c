import { freezeStrategies } from '@frostline/protocol/freeze';
import { plainPhases } from './plain-phases.js';
import type { FreezeStrategy } from './strategy.js';

/**
 * Linear probing, then fine-tuning: the head trains alone for p epochs, then everything, from new moments and at the
 * start of the schedule, so that a random head does not distort the features (Kumar et al. 2022,
 * https://arxiv.org/abs/2202.10054). Its two rates are `learning_rate`, and that times `probe_rate_scale` for the probe.
 */
export const lpFt: FreezeStrategy = {
  ...freezeStrategies['lp-ft'],
  paper: 'https://arxiv.org/abs/2202.10054',
  phases: (question) =>
    plainPhases(question, ({ firstEpoch }) => ({
      rateScale: () => (firstEpoch === 0 ? question.settings.probe_rate_scale : 1),
    })),
};
