import { ops } from '@frostline/engine';
import type { Tensor } from '@frostline/engine';
import type { Cost } from '../module/cost.js';
import { Module } from '../module/module.js';
import type { Shape } from '../module/shape.js';

/** torchvision's `Permute`: the axes in another order. */
export class Permute extends Module {
  constructor(readonly dims: readonly number[]) {
    super();
  }

  forward(x: Tensor): Tensor {
    return ops.transpose(x, this.dims);
  }

  override cost(input: Shape): Cost {
    return { shape: this.dims.map((from) => input[from] ?? 1), macs: 0 };
  }
}
