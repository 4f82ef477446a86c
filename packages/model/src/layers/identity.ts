import type { Tensor } from '@frostline/engine';
import { Module } from '../module/module.js';

/** torch's `nn.Identity`. */
export class Identity extends Module {
  forward(x: Tensor): Tensor {
    return x;
  }
}
