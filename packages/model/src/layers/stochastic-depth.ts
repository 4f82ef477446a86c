import { InputError } from '@frostline/base';
import { ops } from '@frostline/engine';
import type { Tensor } from '@frostline/engine';
import { isTraining } from '../module/call-context.js';
import { Module } from '../module/module.js';
import { pythonFloat } from '../module/repr.js';
import { checkProbability } from './dropout.js';
import { drawUniforms } from './noise.js';

const modes: readonly string[] = ['row', 'batch'];

/**
 * torchvision's `StochasticDepth` (Huang et al. 2016, https://arxiv.org/abs/1603.09382): in training a residual branch
 * is dropped with probability `p`, for each sample (`row`) or for all at once (`batch`), and else divided by 1 − p.
 */
export class StochasticDepth extends Module {
  /**
   * @param p may be set later, as in torch
   * @throws InputError `layer-settings` unless 0 ≤ p ≤ 1, and for another mode
   */
  constructor(
    public p: number,
    readonly mode: 'row' | 'batch',
  ) {
    super();
    checkProbability(p);
    if (!modes.includes(mode))
      throw new InputError('layer-settings', 'stochastic depth has no such mode', {
        found: mode,
        allowed: modes,
      });
  }

  forward(x: Tensor): Tensor {
    if (this.p === 0 || !isTraining(this)) return x;
    const one = x.shape.map((extent, axis) => (axis === 0 ? extent : 1));
    const rows = drawUniforms(this, one);
    const first = one.map(() => 1);
    const uniform =
      this.mode === 'row'
        ? rows
        : ops.slice(
            rows,
            one.map(() => 0),
            first,
          );
    return ops.dropout(x, this.p, uniform);
  }

  override extraRepr(): string {
    return `p=${pythonFloat(this.p)}, mode=${this.mode}`;
  }
}
