import { ops } from '@frostline/engine';
import type { Tensor } from '@frostline/engine';
import { Module } from '../module/module.js';
import { listSettings, type InplaceOption } from '../module/repr.js';

/** torch's `nn.SELU`: a scaled ELU that keeps mean 0 and variance 1. `inplace` is only printed. */
export class SELU extends Module {
  constructor(readonly options: InplaceOption = {}) {
    super();
  }

  forward(x: Tensor): Tensor {
    return ops.selu(x);
  }

  override extraRepr(): string {
    return listSettings([], this.options);
  }
}
