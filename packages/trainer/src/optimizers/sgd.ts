import { InternalError } from '@frostline/base';
import { ops, type Tensor } from '@frostline/engine';
import type { Optimizer } from './optimizer.js';

/** SGD with momentum and L2 penalty, as `torch.optim.SGD` (dampening 0). */
export const sgd: Optimizer = momentumSgd('sgd', (_, buffer) => buffer);

/** The same with `nesterov=True`: the step looks ahead (Sutskever et al., ICML 2013). */
export const nesterovSgd: Optimizer = momentumSgd('sgd-nesterov', (gradient, buffer, momentum) =>
  ops.add(gradient, ops.mul(buffer, momentum)),
);

/** @param direction of the step, by the decayed gradient and the buffer that it has come into */
function momentumSgd(
  name: string,
  direction: (gradient: Tensor, buffer: Tensor, momentum: Tensor) => Tensor,
): Optimizer {
  return {
    name,
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
        parameter: ops.sub(parameter, ops.mul(direction(decayed, momentumBuffer, momentum), rate)),
        moments: { momentum_buffer: momentumBuffer },
      };
    },
  };
}
