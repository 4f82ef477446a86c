import { ops } from '@frostline/engine';
import type { Tensor } from '@frostline/engine';
import { Module } from '../module/module.js';

/** torch's `nn.SiLU`: x · sigmoid(x). `inplace` is only printed. */
export class SiLU extends Module {
  constructor(readonly options: { readonly inplace?: boolean } = {}) {
    super();
  }

  forward(x: Tensor): Tensor {
    return ops.silu(x);
  }

  override extraRepr(): string {
    return this.options.inplace === true ? 'inplace=True' : '';
  }
}
