import { ops } from '@frostline/engine';
import type { Tensor } from '@frostline/engine';
import type { Cost } from '../module/cost.js';
import { Module } from '../module/module.js';
import type { Shape } from '../module/shape.js';

/** torch's `nn.AdaptiveAvgPool1d`: averages over as many windows of [N, C, L] as it is told. */
export class AdaptiveAvgPool1d extends Module {
  constructor(readonly outputSize: number) {
    super();
  }

  forward(x: Tensor): Tensor {
    return ops.squeeze(ops.adaptiveAveragePool2d(ops.expandDims(x, 2), [1, this.outputSize]), [2]);
  }

  override cost(input: Shape): Cost {
    return { shape: [...input.slice(0, 2), this.outputSize], macs: 0 };
  }

  override extraRepr(): string {
    return `output_size=${String(this.outputSize)}`;
  }
}
