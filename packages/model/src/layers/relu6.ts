import { ops } from '@frostline/engine';
import type { Tensor } from '@frostline/engine';
import { Module } from '../module/module.js';

/** torch's `nn.ReLU6`: min(max(x, 0), 6). `inplace` is only printed. */
export class ReLU6 extends Module {
  constructor(readonly options: { readonly inplace?: boolean } = {}) {
    super();
  }

  forward(x: Tensor): Tensor {
    return ops.relu6(x);
  }

  override extraRepr(): string {
    return this.options.inplace === true ? 'inplace=True' : '';
  }
}
