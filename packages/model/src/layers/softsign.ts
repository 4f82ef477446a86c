import { ops } from '@frostline/engine';
import type { Tensor } from '@frostline/engine';
import { Module } from '../module/module.js';

/** torch's `nn.Softsign`: x / (1 + |x|). */
export class Softsign extends Module {
  forward(x: Tensor): Tensor {
    return ops.softsign(x);
  }
}
