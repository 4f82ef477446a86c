import { ops } from '@frostline/engine';
import type { Tensor } from '@frostline/engine';
import type { Cost } from '../module/cost.js';
import { Module } from '../module/module.js';
import { pythonTuple } from '../module/repr.js';
import type { Shape } from '../module/shape.js';
import { windowedLength } from './window.js';

export interface AvgPool1dOptions {
  /** Default: the kernel's size. */
  readonly stride?: number;
  readonly padding?: number;
  /** Whether a last window that hangs over the edge counts. */
  readonly ceilMode?: boolean;
  /** Whether padding counts in the divisor; default true. */
  readonly countIncludePad?: boolean;
}

/** torch's `nn.AvgPool1d`: [N, C, L] → [N, C, L']. */
export class AvgPool1d extends Module {
  private readonly settings: Required<AvgPool1dOptions>;

  constructor(
    readonly kernelSize: number,
    options: AvgPool1dOptions = {},
  ) {
    super();
    this.settings = { stride: kernelSize, padding: 0, ceilMode: false, countIncludePad: true, ...options };
  }

  forward(x: Tensor): Tensor {
    const { stride, padding, ceilMode, countIncludePad } = this.settings;
    const y = ops.averagePool2d(ops.expandDims(x, 2), {
      kernel: [1, this.kernelSize],
      stride: [1, stride],
      padding: [0, padding],
      ceilMode,
      countIncludePad,
    });
    return ops.squeeze(y, [2]);
  }

  override cost(input: Shape): Cost {
    const window = { ...this.settings, kernel: this.kernelSize, dilation: 1 };
    return { shape: [...input.slice(0, 2), windowedLength(input, window)], macs: 0 };
  }

  override extraRepr(): string {
    const { stride, padding } = this.settings;
    return `kernel_size=${pythonTuple([this.kernelSize])}, stride=${pythonTuple([stride])}, padding=${pythonTuple([padding])}`;
  }
}
