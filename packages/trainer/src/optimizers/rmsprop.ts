import { InternalError } from '@frostline/base';
import { ops } from '@frostline/engine';
import type { Optimizer } from './optimizer.js';

const ALPHA = 0.99;
const EPSILON = 1e-8;

/** RMSprop (Hinton) with momentum and L2 penalty, as `torch.optim.RMSprop` with its default alpha and epsilon, not centred. */
export const rmsprop: Optimizer = {
  name: 'rmsprop',
  moments: ['square_avg', 'momentum_buffer'],
  scalars: (settings, rate) => ({
    rate,
    momentum: settings.momentum,
    weight_decay: settings.weight_decay,
  }),
  update({ parameter, gradient, moments, scalars }) {
    const { rate, momentum, weight_decay } = scalars;
    const { square_avg, momentum_buffer } = moments;
    if (!rate || !momentum || !weight_decay || !square_avg || !momentum_buffer)
      throw new InternalError('rmsprop lacks an input');
    const decayed = ops.add(gradient, ops.mul(parameter, weight_decay));
    const square = ops.add(ops.mul(square_avg, ALPHA), ops.mul(ops.square(decayed), 1 - ALPHA));
    const direction = ops.div(decayed, ops.add(ops.sqrt(square), EPSILON));
    const buffer = ops.add(ops.mul(momentum_buffer, momentum), direction);
    return {
      parameter: ops.sub(parameter, ops.mul(buffer, rate)),
      moments: { square_avg: square, momentum_buffer: buffer },
    };
  },
};
