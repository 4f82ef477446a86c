import { InternalError } from '@frostline/base';
import { ops } from '@frostline/engine';
import type { Optimizer } from './optimizer.js';

/** SGD with momentum and L2 penalty, as `torch.optim.SGD` (dampening 0, no Nesterov). */
export const sgd: Optimizer = {
  name: 'sgd',
  moments: ['momentum_buffer'],
  scalars: (settings, rate) => ({
    rate,
    momentum: settings.momentum,
    weight_decay: settings.weight_decay,
  }),
  update({ parameter, gradient, moments, scalars }) {
    const { rate, momentum, weight_decay } = scalars;
    const buffer = moments['momentum_buffer'];
    if (!rate || !momentum || !weight_decay || !buffer) throw new InternalError('sgd lacks an input');
    const decayed = ops.add(gradient, ops.mul(parameter, weight_decay));
    const momentumBuffer = ops.add(ops.mul(buffer, momentum), decayed);
    return {
      parameter: ops.sub(parameter, ops.mul(momentumBuffer, rate)),
      moments: { momentum_buffer: momentumBuffer },
    };
  },
};
