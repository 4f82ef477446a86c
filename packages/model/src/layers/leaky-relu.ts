import { ops } from '@frostline/engine';
import type { Tensor } from '@frostline/engine';
import { Module } from '../module/module.js';
import { pythonFloat } from '../module/repr.js';

/** torch's `nn.LeakyReLU`: x where positive, else slope · x. `inplace` is only printed. */
export class LeakyReLU extends Module {
  constructor(
    readonly negativeSlope = 0.01,
    readonly options: { readonly inplace?: boolean } = {},
  ) {
    super();
  }

  forward(x: Tensor): Tensor {
    return ops.leakyRelu(x, this.negativeSlope);
  }

  override extraRepr(): string {
    return `negative_slope=${pythonFloat(this.negativeSlope)}${this.options.inplace === true ? ', inplace=True' : ''}`;
  }
}
