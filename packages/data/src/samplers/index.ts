import type { TrialSettings } from '@frostline/protocol';
import { balanced } from './balanced.js';
import type { EpochSampler } from './sampler.js';
import { shuffle } from './shuffle.js';
import { weighted } from './weighted.js';

/** Every sampler by name. */
export const epochSamplers: Readonly<Record<TrialSettings['sampler'], EpochSampler>> = {
  shuffle,
  weighted,
  balanced,
};
