import { InternalError } from '@frostline/base';
import { ops } from '@frostline/engine';
import { adamCorrections, adamDirection, adamMoments } from './adam-moments.js';
import type { Optimizer } from './optimizer.js';

const EPSILON = 1e-8;

/** Adam (Kingma & Ba, ICLR 2015) with L2 penalty, as `torch.optim.Adam` with its default betas and epsilon. */
export const adam: Optimizer = {
  name: 'adam',
  moments: adamMoments,
  scalars: (settings, rate, step) => {
    const { mean_scale, variance_scale } = adamCorrections(step);
    return { step_size: rate * mean_scale, variance_scale, weight_decay: settings.weight_decay };
  },
  update(inputs) {
    const { parameter, gradient, scalars } = inputs;
    const { step_size, weight_decay } = scalars;
    if (!step_size || !weight_decay) throw new InternalError('adam lacks an input');
    const decayed = ops.add(gradient, ops.mul(parameter, weight_decay));
    const { direction, moments } = adamDirection({ ...inputs, gradient: decayed }, EPSILON);
    return { parameter: ops.sub(parameter, ops.mul(direction, step_size)), moments };
  },
};
