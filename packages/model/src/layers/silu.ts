import { ops } from '@frostline/engine';
import type { Tensor } from '@frostline/engine';
import { Module } from '../module/module.js';
import { listSettings, type InplaceOption } from '../module/repr.js';

/** torch's `nn.SiLU`: x · sigmoid(x). `inplace` is only printed. */
export class SiLU extends Module {
  constructor(readonly options: InplaceOption = {}) {
    super();
  }

  forward(x: Tensor): Tensor {
    return ops.silu(x);
  }

  override extraRepr(): string {
    return listSettings([], this.options);
  }
}
