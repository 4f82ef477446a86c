import type { Tensor } from '@frostline/engine';
import type { Cost } from '../module/cost.js';
import type { Shape } from '../module/shape.js';
import { Convolution, type PaddingMode } from './convolution.js';
import { asPair, type NumberOrPair } from './pair.js';

export interface Conv2dOptions {
  readonly stride?: NumberOrPair;
  /** Pixels on both sides of each axis; `same` keeps the size (at stride 1), `valid` adds none. */
  readonly padding?: NumberOrPair | 'same' | 'valid';
  readonly dilation?: NumberOrPair;
  readonly groups?: number;
  readonly bias?: boolean;
  /** What the padding consists of; default zeros. */
  readonly paddingMode?: PaddingMode;
}

/** torch's `nn.Conv2d`: [N, in, H, W] → [N, out, H', W']; weight [out, in / groups, kh, kw]. */
export class Conv2d extends Convolution {
  /** @throws InputError `layer-settings` when `groups` does not divide both channel counts, or on strided `same` */
  constructor(
    inChannels: number,
    outChannels: number,
    kernelSize: NumberOrPair,
    {
      stride = 1,
      padding = 0,
      dilation = 1,
      groups = 1,
      bias = true,
      paddingMode = 'zeros',
    }: Conv2dOptions = {},
  ) {
    super(inChannels, outChannels, 2, {
      kernelSize: asPair(kernelSize),
      stride: asPair(stride),
      padding: typeof padding === 'string' ? padding : asPair(padding),
      dilation: asPair(dilation),
      groups,
      bias,
      paddingMode,
    });
  }

  forward(x: Tensor): Tensor {
    return this.slide(x);
  }

  override cost(input: Shape): Cost {
    return this.slideCost(input);
  }
}
