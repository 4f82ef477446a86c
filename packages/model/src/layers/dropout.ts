import { InputError } from '@frostline/base';
import { constant, ops } from '@frostline/engine';
import type { Tensor } from '@frostline/engine';
import { callContext, isTraining } from '../module/call-context.js';
import { nextDefaultUniforms } from '../module/generator.js';
import { Module } from '../module/module.js';
import { pythonBool, pythonFloat } from '../module/repr.js';

/**
 * torch's `nn.Dropout`: in training each element is dropped with probability `p`, the others are divided by 1 − p.
 * Inside a step the draw comes from the step's noise under this layer's path, else from the default generator.
 */
export class Dropout extends Module {
  /** @throws InputError `layer-settings` unless 0 ≤ p ≤ 1 */
  constructor(
    readonly p = 0.5,
    readonly options: { readonly inplace?: boolean } = {},
  ) {
    super();
    if (!(p >= 0 && p <= 1))
      throw new InputError('layer-settings', 'dropout probability is out of range', {
        found: p,
        allowed: '0 to 1',
      });
  }

  forward(x: Tensor): Tensor {
    if (this.p === 0 || !isTraining(this)) return x;
    return ops.dropout(x, this.p, this.uniforms(x));
  }

  private uniforms(x: Tensor): Tensor {
    const context = callContext();
    if (context?.noise !== undefined)
      return context.noise.uniform(context.paths.get(this) ?? 'dropout', x.shape);
    const values = new Float32Array(x.size);
    nextDefaultUniforms()(values);
    return constant(values, x.shape);
  }

  override extraRepr(): string {
    return `p=${pythonFloat(this.p)}, inplace=${pythonBool(this.options.inplace === true)}`;
  }
}
