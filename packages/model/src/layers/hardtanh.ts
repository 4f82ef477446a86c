import { ops } from '@frostline/engine';
import type { Tensor } from '@frostline/engine';
import { Module } from '../module/module.js';
import { type InplaceOption, listSettings, pythonFloat } from '../module/repr.js';

/** torch's `nn.Hardtanh`: min(max(x, low), high). `inplace` is only printed. */
export class Hardtanh extends Module {
  constructor(
    readonly minVal = -1,
    readonly maxVal = 1,
    readonly options: InplaceOption = {},
  ) {
    super();
  }

  forward(x: Tensor): Tensor {
    return ops.hardtanh(x, this.minVal, this.maxVal);
  }

  override extraRepr(): string {
    return listSettings(
      [`min_val=${pythonFloat(this.minVal)}, max_val=${pythonFloat(this.maxVal)}`],
      this.options,
    );
  }
}
