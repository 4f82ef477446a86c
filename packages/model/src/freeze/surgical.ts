import { freezeStrategies } from '@frostline/protocol/freeze';
import { plainPhases } from './plain-phases.js';
import type { FreezeStrategy } from './strategy.js';

/**
 * Surgical fine-tuning: only one stage trains, chosen by how the images differ from those of the weights: an early one
 * for another look of the pixels, a late one for other classes (Lee et al. 2022, https://arxiv.org/abs/2210.11466). The
 * head trains too, since it is new.
 */
export const surgical: FreezeStrategy = {
  ...freezeStrategies.surgical,
  paper: 'https://arxiv.org/abs/2210.11466',
  phases: (question) => plainPhases(question),
};
