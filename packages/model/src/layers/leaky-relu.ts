import { ops } from '@frostline/engine';
import type { Tensor } from '@frostline/engine';
import { Module } from '../module/module.js';
import { type InplaceOption, listSettings, pythonFloat } from '../module/repr.js';

/** torch's `nn.LeakyReLU`: x where positive, else slope · x. `inplace` is only printed. */
export class LeakyReLU extends Module {
  constructor(
    readonly negativeSlope = 0.01,
    readonly options: InplaceOption = {},
  ) {
    super();
  }

  forward(x: Tensor): Tensor {
    return ops.leakyRelu(x, this.negativeSlope);
  }

  override extraRepr(): string {
    return listSettings([`negative_slope=${pythonFloat(this.negativeSlope)}`], this.options);
  }
}
