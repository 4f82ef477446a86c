import type { TrialSettings } from '@frostline/protocol';
import { adam } from './adam.js';
import { adamw } from './adamw.js';
import { lamb } from './lamb.js';
import { lion } from './lion.js';
import type { Optimizer } from './optimizer.js';
import { rmsprop } from './rmsprop.js';
import { nesterovSgd, sgd } from './sgd.js';

/** Every optimizer by name. */
export const optimizers: Readonly<Record<TrialSettings['optimizer'], Optimizer>> = {
  sgd,
  adam,
  adamw,
  rmsprop,
  lion,
  lamb,
};

/** The update rule of a trial. */
export function optimizerOf({
  optimizer,
  nesterov,
}: Pick<TrialSettings, 'optimizer' | 'nesterov'>): Optimizer {
  return optimizer === 'sgd' && nesterov ? nesterovSgd : optimizers[optimizer];
}

/** To which norm all gradients of a trial's step together are clipped; undefined for none. */
export function clipNormOf(
  settings: Pick<TrialSettings, 'optimizer' | 'nesterov' | 'clip_norm'>,
): number | undefined {
  const norm = settings.clip_norm ?? optimizerOf(settings).clipNorm;
  return norm === 0 ? undefined : norm;
}
