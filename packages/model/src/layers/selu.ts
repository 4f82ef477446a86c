import { ops } from '@frostline/engine';
import type { Tensor } from '@frostline/engine';
import { Module } from '../module/module.js';

/** torch's `nn.SELU`: a scaled ELU that keeps mean 0 and variance 1. `inplace` is only printed. */
export class SELU extends Module {
  constructor(readonly options: { readonly inplace?: boolean } = {}) {
    super();
  }

  forward(x: Tensor): Tensor {
    return ops.selu(x);
  }

  override extraRepr(): string {
    return this.options.inplace === true ? 'inplace=True' : '';
  }
}
