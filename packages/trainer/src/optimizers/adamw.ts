import { InternalError } from '@frostline/base';
import { ops } from '@frostline/engine';
import { adamCorrections, adamDirection, adamMoments } from './adam-moments.js';
import type { Optimizer } from './optimizer.js';

const EPSILON = 1e-8;

/** AdamW (Loshchilov & Hutter, ICLR 2019) as `torch.optim.AdamW` with its default betas and epsilon. */
export const adamw: Optimizer = {
  name: 'adamw',
  moments: adamMoments,
  scalars: (settings, rate, step) => {
    const { mean_scale, variance_scale } = adamCorrections(step);
    return { step_size: rate * mean_scale, variance_scale, keep: 1 - rate * settings.weight_decay };
  },
  update(inputs) {
    const { parameter, scalars } = inputs;
    const { step_size, keep } = scalars;
    if (!step_size || !keep) throw new InternalError('adamw lacks an input');
    const { direction, moments } = adamDirection(inputs, EPSILON);
    return { parameter: ops.sub(ops.mul(parameter, keep), ops.mul(direction, step_size)), moments };
  },
};
