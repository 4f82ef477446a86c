import { ops } from '@frostline/engine';
import type { Tensor } from '@frostline/engine';
import { Module } from '../module/module.js';

/** torch's `nn.ReLU`. `inplace` is only printed: nothing here writes into its input. */
export class ReLU extends Module {
  constructor(readonly options: { readonly inplace?: boolean } = {}) {
    super();
  }

  forward(x: Tensor): Tensor {
    return ops.relu(x);
  }

  override extraRepr(): string {
    return this.options.inplace === true ? 'inplace=True' : '';
  }
}
