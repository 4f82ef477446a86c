import { ops } from '@frostline/engine';
import type { Tensor } from '@frostline/engine';
import type { Cost } from '../module/cost.js';
import { Module } from '../module/module.js';
import { pythonBool, pythonTuple } from '../module/repr.js';
import type { Shape } from '../module/shape.js';
import { asPair, type NumberOrPair } from './pair.js';
import { windowedShape } from './window.js';

export interface MaxPool2dOptions {
  /** Default: the kernel's size. */
  readonly stride?: NumberOrPair;
  readonly padding?: NumberOrPair;
  readonly dilation?: NumberOrPair;
  /** Whether a last window that hangs over the edge counts. */
  readonly ceilMode?: boolean;
}

/** torch's `nn.MaxPool2d`. Padding never wins. */
export class MaxPool2d extends Module {
  private readonly settings: Required<MaxPool2dOptions>;

  constructor(
    readonly kernelSize: NumberOrPair,
    options: MaxPool2dOptions = {},
  ) {
    super();
    this.settings = { stride: kernelSize, padding: 0, dilation: 1, ceilMode: false, ...options };
  }

  forward(x: Tensor): Tensor {
    return ops.maxPool2d(x, this.window());
  }

  override cost(input: Shape): Cost {
    const [batch = 1, channels = 1] = input;
    return { shape: [batch, channels, ...windowedShape(input, this.window())], macs: 0 };
  }

  private window() {
    const { stride, padding, dilation, ceilMode } = this.settings;
    return {
      kernel: asPair(this.kernelSize),
      stride: asPair(stride),
      padding: asPair(padding),
      dilation: asPair(dilation),
      ceilMode,
    };
  }

  override extraRepr(): string {
    const { stride, padding, dilation, ceilMode } = this.settings;
    return `kernel_size=${pythonTuple(this.kernelSize)}, stride=${pythonTuple(stride)}, padding=${pythonTuple(padding)}, dilation=${pythonTuple(dilation)}, ceil_mode=${pythonBool(ceilMode)}`;
  }
}
