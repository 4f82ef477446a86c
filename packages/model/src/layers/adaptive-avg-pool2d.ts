import { ops } from '@frostline/engine';
import type { Tensor } from '@frostline/engine';
import type { Cost } from '../module/cost.js';
import { Module } from '../module/module.js';
import { pythonTuple } from '../module/repr.js';
import type { Shape } from '../module/shape.js';
import { asPair, type NumberOrPair } from './pair.js';

/** torch's `nn.AdaptiveAvgPool2d`: averages over as many windows as the output has pixels. */
export class AdaptiveAvgPool2d extends Module {
  constructor(readonly outputSize: NumberOrPair) {
    super();
  }

  forward(x: Tensor): Tensor {
    return ops.adaptiveAveragePool2d(x, asPair(this.outputSize));
  }

  override cost(input: Shape): Cost {
    const [batch = 1, channels = 1] = input;
    return { shape: [batch, channels, ...asPair(this.outputSize)], macs: 0 };
  }

  override extraRepr(): string {
    return `output_size=${pythonTuple(this.outputSize)}`;
  }
}
