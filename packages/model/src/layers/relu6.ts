import { ops } from '@frostline/engine';
import type { Tensor } from '@frostline/engine';
import { Module } from '../module/module.js';
import { listSettings, type InplaceOption } from '../module/repr.js';

/** torch's `nn.ReLU6`: min(max(x, 0), 6). `inplace` is only printed. */
export class ReLU6 extends Module {
  constructor(readonly options: InplaceOption = {}) {
    super();
  }

  forward(x: Tensor): Tensor {
    return ops.relu6(x);
  }

  override extraRepr(): string {
    return listSettings([], this.options);
  }
}
