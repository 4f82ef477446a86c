import { ops } from '@frostline/engine';
import type { Tensor } from '@frostline/engine';
import { Module } from '../module/module.js';

/** torch's `nn.GELU`: x · Φ(x), Φ by erf or by its approximation with tanh. */
export class GELU extends Module {
  constructor(readonly options: { readonly approximate?: 'none' | 'tanh' } = {}) {
    super();
  }

  forward(x: Tensor): Tensor {
    return ops.gelu(x, this.options.approximate);
  }

  override extraRepr(): string {
    return `approximate='${this.options.approximate ?? 'none'}'`;
  }
}
