import { ops } from '@frostline/engine';
import type { Tensor } from '@frostline/engine';
import { Module } from '../module/module.js';
import { type InplaceOption, listSettings, pythonFloat } from '../module/repr.js';

/** torch's `nn.ELU`: x where positive, else α · (eˣ − 1). `inplace` is only printed. */
export class ELU extends Module {
  constructor(
    readonly alpha = 1,
    readonly options: InplaceOption = {},
  ) {
    super();
  }

  forward(x: Tensor): Tensor {
    return ops.elu(x, this.alpha);
  }

  override extraRepr(): string {
    return listSettings([`alpha=${pythonFloat(this.alpha)}`], this.options);
  }
}
