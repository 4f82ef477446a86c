import { InternalError } from '@frostline/base';
import { ops } from '@frostline/engine';
import type { Optimizer } from './optimizer.js';

const BETA1 = 0.9;
const BETA2 = 0.999;
const EPSILON = 1e-8;

/** AdamW (Loshchilov & Hutter, ICLR 2019) as `torch.optim.AdamW` with its default betas and epsilon. */
export const adamw: Optimizer = {
  name: 'adamw',
  moments: ['exp_avg', 'exp_avg_sq'],
  scalars: (settings, rate, step) => ({
    step_size: rate / (1 - BETA1 ** step),
    variance_scale: 1 / Math.sqrt(1 - BETA2 ** step),
    keep: 1 - rate * settings.weight_decay,
  }),
  update({ parameter, gradient, moments, scalars }) {
    const { step_size, variance_scale, keep } = scalars;
    const { exp_avg, exp_avg_sq } = moments;
    if (!step_size || !variance_scale || !keep || !exp_avg || !exp_avg_sq)
      throw new InternalError('adamw lacks an input');
    const mean = ops.add(ops.mul(exp_avg, BETA1), ops.mul(gradient, 1 - BETA1));
    const square = ops.add(ops.mul(exp_avg_sq, BETA2), ops.mul(ops.square(gradient), 1 - BETA2));
    const denominator = ops.add(ops.mul(ops.sqrt(square), variance_scale), EPSILON);
    return {
      parameter: ops.sub(ops.mul(parameter, keep), ops.mul(ops.div(mean, denominator), step_size)),
      moments: { exp_avg: mean, exp_avg_sq: square },
    };
  },
};
