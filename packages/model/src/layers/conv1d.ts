import { ops } from '@frostline/engine';
import type { Tensor } from '@frostline/engine';
import type { Cost } from '../module/cost.js';
import type { Shape } from '../module/shape.js';
import { Convolution, type PaddingMode } from './convolution.js';

export interface Conv1dOptions {
  readonly stride?: number;
  /** Values on both sides; `same` keeps the length (at stride 1), `valid` adds none. */
  readonly padding?: number | 'same' | 'valid';
  readonly dilation?: number;
  readonly groups?: number;
  readonly bias?: boolean;
  /** What the padding consists of; default zeros. */
  readonly paddingMode?: PaddingMode;
}

/** torch's `nn.Conv1d`: [N, in, L] → [N, out, L']; weight [out, in / groups, k]. */
export class Conv1d extends Convolution {
  /** @throws InputError `layer-settings` when `groups` does not divide both channel counts, or on strided `same` */
  constructor(
    inChannels: number,
    outChannels: number,
    kernelSize: number,
    {
      stride = 1,
      padding = 0,
      dilation = 1,
      groups = 1,
      bias = true,
      paddingMode = 'zeros',
    }: Conv1dOptions = {},
  ) {
    super(inChannels, outChannels, 1, {
      kernelSize: [1, kernelSize],
      stride: [1, stride],
      padding: typeof padding === 'string' ? padding : [0, padding],
      dilation: [1, dilation],
      groups,
      bias,
      paddingMode,
    });
  }

  forward(x: Tensor): Tensor {
    return ops.squeeze(this.slide(ops.expandDims(x, 2)), [2]);
  }

  override cost([batch = 1, channels = 1, length = 1]: Shape): Cost {
    const { shape, macs } = this.slideCost([batch, channels, 1, length]);
    return { shape: [...shape.slice(0, 2), ...shape.slice(3)], macs };
  }
}
