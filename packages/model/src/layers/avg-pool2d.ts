import { ops } from '@frostline/engine';
import type { Tensor } from '@frostline/engine';
import type { Cost } from '../module/cost.js';
import { Module } from '../module/module.js';
import { pythonTuple } from '../module/repr.js';
import type { Shape } from '../module/shape.js';
import { asPair, type NumberOrPair } from './pair.js';
import { windowedShape } from './window.js';

export interface AvgPool2dOptions {
  /** Default: the kernel's size. */
  readonly stride?: NumberOrPair;
  readonly padding?: NumberOrPair;
  /** Whether a last window that hangs over the edge counts. */
  readonly ceilMode?: boolean;
  /** Whether padding counts in the divisor; default true. */
  readonly countIncludePad?: boolean;
  /** What each window's sum is divided by; not 0. */
  readonly divisorOverride?: number;
}

/** torch's `nn.AvgPool2d`. */
export class AvgPool2d extends Module {
  constructor(
    readonly kernelSize: NumberOrPair,
    readonly options: AvgPool2dOptions = {},
  ) {
    super();
  }

  forward(x: Tensor): Tensor {
    return ops.averagePool2d(x, { ...this.options, kernel: this.kernelSize });
  }

  override cost(input: Shape): Cost {
    const { stride = this.kernelSize, padding = 0, ceilMode = false } = this.options;
    const window = {
      kernel: asPair(this.kernelSize),
      stride: asPair(stride),
      padding: asPair(padding),
      dilation: [1, 1] as const,
      ceilMode,
    };
    return { shape: [...input.slice(0, 2), ...windowedShape(input, window)], macs: 0 };
  }

  override extraRepr(): string {
    const { stride = this.kernelSize, padding = 0 } = this.options;
    return `kernel_size=${pythonTuple(this.kernelSize)}, stride=${pythonTuple(stride)}, padding=${pythonTuple(padding)}`;
  }
}
