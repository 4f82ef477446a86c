import { InputError } from '@frostline/base';
import { ops } from '@frostline/engine';
import type { Tensor } from '@frostline/engine';
import { isTraining } from '../module/call-context.js';
import { Module } from '../module/module.js';
import { pythonBool, pythonFloat } from '../module/repr.js';
import type { Shape } from '../module/shape.js';
import { drawUniforms } from './noise.js';

/**
 * torch's `nn.Dropout`: in training each element is dropped with probability `p`, the others are divided by 1 − p.
 * Inside a step the draw comes from the step's noise under this layer's path, else from the default generator.
 */
export class Dropout extends Module {
  /**
   * @param p may be set later, as in torch
   * @throws InputError `layer-settings` unless 0 ≤ p ≤ 1
   */
  constructor(
    public p = 0.5,
    readonly options: { readonly inplace?: boolean } = {},
  ) {
    super();
    checkProbability(p);
  }

  forward(x: Tensor): Tensor {
    if (this.p === 0 || !isTraining(this)) return x;
    return ops.dropout(x, this.p, drawUniforms(this, this.drawn(x.shape)));
  }

  /** Shape of what is drawn for an input: one number for whatever is dropped together. */
  protected drawn(shape: Shape): Shape {
    return shape;
  }

  override extraRepr(): string {
    return `p=${pythonFloat(this.p)}, inplace=${pythonBool(this.options.inplace === true)}`;
  }
}

/** @throws InputError `layer-settings` unless 0 ≤ p ≤ 1 */
export function checkProbability(p: number): void {
  if (p >= 0 && p <= 1) return;
  throw new InputError('layer-settings', 'dropout probability is out of range', {
    found: p,
    allowed: '0 to 1',
  });
}
