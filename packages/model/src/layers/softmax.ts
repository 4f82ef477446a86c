import { ops } from '@frostline/engine';
import type { Tensor } from '@frostline/engine';
import { Module } from '../module/module.js';

/** torch's `nn.Softmax`: the softmax over one axis. */
export class Softmax extends Module {
  constructor(readonly dim: number) {
    super();
  }

  forward(x: Tensor): Tensor {
    return ops.softmax(x, this.dim);
  }

  override extraRepr(): string {
    return `dim=${String(this.dim)}`;
  }
}
