import { ops } from '@frostline/engine';
import type { Tensor } from '@frostline/engine';
import { Module } from '../module/module.js';
import { listSettings, type InplaceOption } from '../module/repr.js';

/** torch's `nn.ReLU`. `inplace` is only printed: nothing here writes into its input. */
export class ReLU extends Module {
  constructor(readonly options: InplaceOption = {}) {
    super();
  }

  forward(x: Tensor): Tensor {
    return ops.relu(x);
  }

  override extraRepr(): string {
    return listSettings([], this.options);
  }
}
