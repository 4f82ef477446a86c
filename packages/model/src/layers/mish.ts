import { ops } from '@frostline/engine';
import type { Tensor } from '@frostline/engine';
import { Module } from '../module/module.js';
import { listSettings, type InplaceOption } from '../module/repr.js';

/** torch's `nn.Mish`: x · tanh(softplus(x)). `inplace` is only printed. */
export class Mish extends Module {
  constructor(readonly options: InplaceOption = {}) {
    super();
  }

  forward(x: Tensor): Tensor {
    return ops.mish(x);
  }

  override extraRepr(): string {
    return listSettings([], this.options);
  }
}
