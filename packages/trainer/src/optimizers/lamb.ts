import { InternalError } from '@frostline/base';
import { ops, type Tensor } from '@frostline/engine';
import { adamCorrections, adamDirection, adamMoments } from './adam-moments.js';
import type { Optimizer } from './optimizer.js';

const EPSILON = 1e-6;

/**
 * LAMB (You et al., ICLR 2020) as `timm.optim.Lamb` with its defaults: the update of each parameter is as long as the
 * parameter, unless there is no weight decay; gradients are clipped to norm 1, see `clip_norm`.
 */
export const lamb: Optimizer = {
  name: 'lamb',
  moments: adamMoments,
  clipNorm: 1,
  scalars: (settings, rate, step) => ({
    rate,
    ...adamCorrections(step),
    weight_decay: settings.weight_decay,
  }),
  update(inputs) {
    const { parameter, sizes, scalars } = inputs;
    const { rate, mean_scale, weight_decay } = scalars;
    if (!rate || !mean_scale || !weight_decay) throw new InternalError('lamb lacks an input');
    const { direction, moments } = adamDirection(inputs, EPSILON);
    const update = ops.add(ops.mul(direction, mean_scale), ops.mul(parameter, weight_decay));
    const adapts = ops.greater(weight_decay, 0);
    const lengths = ops.split(parameter, sizes, 0).map(norm);
    const adapted = ops.split(update, sizes, 0).map((values, index) => {
      const ratio = trustRatio(lengths[index] ?? ops.scalar(0), norm(values));
      return ops.mul(values, ops.where(adapts, ratio, ops.ones([])));
    });
    return { parameter: ops.sub(parameter, ops.mul(ops.concat(adapted, 0), rate)), moments };
  },
};

const norm = (x: Tensor): Tensor => ops.sqrt(ops.sum(ops.square(x)));

/** 1 where either is without length. */
function trustRatio(weights: Tensor, update: Tensor): Tensor {
  const one = ops.ones([]);
  // The division must be one by zero in neither branch.
  const divisor = ops.where(ops.greater(update, 0), update, one);
  const ratio = ops.where(ops.greater(update, 0), ops.div(weights, divisor), one);
  return ops.where(ops.greater(weights, 0), ratio, one);
}
