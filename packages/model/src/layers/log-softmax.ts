import { ops } from '@frostline/engine';
import type { Tensor } from '@frostline/engine';
import { Module } from '../module/module.js';

/** torch's `nn.LogSoftmax`: the logarithm of the softmax over one axis. */
export class LogSoftmax extends Module {
  constructor(readonly dim: number) {
    super();
  }

  forward(x: Tensor): Tensor {
    return ops.logSoftmax(x, this.dim);
  }

  override extraRepr(): string {
    return `dim=${String(this.dim)}`;
  }
}
