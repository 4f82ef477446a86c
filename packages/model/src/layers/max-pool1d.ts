import { ops } from '@frostline/engine';
import type { Tensor } from '@frostline/engine';
import type { Cost } from '../module/cost.js';
import { Module } from '../module/module.js';
import { pythonBool } from '../module/repr.js';
import type { Shape } from '../module/shape.js';
import { windowedLength } from './window.js';

export interface MaxPool1dOptions {
  /** Default: the kernel's size. */
  readonly stride?: number;
  readonly padding?: number;
  readonly dilation?: number;
  /** Whether a last window that hangs over the edge counts. */
  readonly ceilMode?: boolean;
}

/** torch's `nn.MaxPool1d`: [N, C, L] → [N, C, L']. Padding never wins. */
export class MaxPool1d extends Module {
  private readonly settings: Required<MaxPool1dOptions>;

  constructor(
    readonly kernelSize: number,
    options: MaxPool1dOptions = {},
  ) {
    super();
    this.settings = { stride: kernelSize, padding: 0, dilation: 1, ceilMode: false, ...options };
  }

  forward(x: Tensor): Tensor {
    const { stride, padding, dilation, ceilMode } = this.settings;
    const window = {
      kernel: [1, this.kernelSize] as const,
      stride: [1, stride] as const,
      padding: [0, padding] as const,
      dilation: [1, dilation] as const,
    };
    return ops.squeeze(ops.maxPool2d(ops.expandDims(x, 2), { ...window, ceilMode }), [2]);
  }

  override cost(input: Shape): Cost {
    return {
      shape: [...input.slice(0, 2), windowedLength(input, { ...this.settings, kernel: this.kernelSize })],
      macs: 0,
    };
  }

  override extraRepr(): string {
    const { stride, padding, dilation, ceilMode } = this.settings;
    return `kernel_size=${String(this.kernelSize)}, stride=${String(stride)}, padding=${String(padding)}, dilation=${String(dilation)}, ceil_mode=${pythonBool(ceilMode)}`;
  }
}
