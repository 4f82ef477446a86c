import { InternalError } from '@frostline/base';
import { ops, type Tensor } from '@frostline/engine';
import type { Optimizer } from './optimizer.js';

const BETA1 = 0.9;
const BETA2 = 0.99;

/** Lion (Chen et al., NeurIPS 2023) with decoupled decay, as `timm.optim.Lion` with its default betas. */
export const lion: Optimizer = {
  name: 'lion',
  moments: ['exp_avg'],
  scalars: (settings, rate) => ({ rate, keep: 1 - rate * settings.weight_decay }),
  update({ parameter, gradient, moments, scalars }) {
    const { rate, keep } = scalars;
    const { exp_avg } = moments;
    if (!rate || !keep || !exp_avg) throw new InternalError('lion lacks an input');
    const direction = sign(ops.add(ops.mul(exp_avg, BETA1), ops.mul(gradient, 1 - BETA1)));
    return {
      parameter: ops.sub(ops.mul(parameter, keep), ops.mul(direction, rate)),
      moments: { exp_avg: ops.add(ops.mul(exp_avg, BETA2), ops.mul(gradient, 1 - BETA2)) },
    };
  },
};

/** 1, 0 or −1. */
const sign = (x: Tensor): Tensor =>
  ops.sub(ops.cast(ops.greater(x, 0), 'float32'), ops.cast(ops.less(x, 0), 'float32'));
