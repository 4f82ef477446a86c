import { ops } from '@frostline/engine';
import type { Tensor } from '@frostline/engine';
import { defaultBias, defaultWeight } from '../init.js';
import type { Cost } from '../module/cost.js';
import { Module } from '../module/module.js';
import { Parameter } from '../module/parameter.js';
import { pythonTuple } from '../module/repr.js';
import type { Shape } from '../module/shape.js';
import { checkGroups } from './convolution.js';
import { asPair, isPairOf, type NumberOrPair, type Pair } from './pair.js';

export interface ConvTranspose2dOptions {
  readonly stride?: NumberOrPair;
  /** Pixels that are cut off on both sides of each axis. */
  readonly padding?: NumberOrPair;
  /** Pixels added at the bottom and the right; less than stride or dilation. */
  readonly outputPadding?: NumberOrPair;
  readonly groups?: number;
  readonly bias?: boolean;
  readonly dilation?: NumberOrPair;
}

/** torch's `nn.ConvTranspose2d`: [N, in, H, W] → [N, out, H', W']; weight [in, out / groups, kh, kw]. */
export class ConvTranspose2d extends Module {
  readonly weight: Parameter;
  readonly bias: Parameter | null;
  readonly kernelSize: Pair;
  readonly stride: Pair;
  readonly padding: Pair;
  readonly outputPadding: Pair;
  readonly dilation: Pair;
  readonly groups: number;

  /** @throws InputError `layer-settings` when `groups` does not divide both channel counts */
  constructor(
    readonly inChannels: number,
    readonly outChannels: number,
    kernelSize: NumberOrPair,
    {
      stride = 1,
      padding = 0,
      outputPadding = 0,
      groups = 1,
      bias = true,
      dilation = 1,
    }: ConvTranspose2dOptions = {},
  ) {
    super();
    checkGroups(inChannels, outChannels, groups);
    this.kernelSize = asPair(kernelSize);
    this.stride = asPair(stride);
    this.padding = asPair(padding);
    this.outputPadding = asPair(outputPadding);
    this.dilation = asPair(dilation);
    this.groups = groups;
    const shape = [inChannels, outChannels / groups, ...this.kernelSize];
    this.weight = new Parameter(shape, defaultWeight(shape));
    this.bias = bias ? new Parameter([outChannels], defaultBias(shape)) : null;
  }

  forward(x: Tensor): Tensor {
    const { stride, padding, outputPadding, dilation, groups } = this;
    const bias = this.bias?.data ?? null;
    return ops.convTranspose2d(x, this.weight.data, bias, {
      stride,
      padding,
      outputPadding,
      dilation,
      groups,
    });
  }

  override cost([batch = 1, , height = 1, width = 1]: Shape): Cost {
    const { kernelSize, stride, padding, outputPadding, dilation } = this;
    const extent = (input: number, axis: 0 | 1): number =>
      (input - 1) * stride[axis] -
      2 * padding[axis] +
      dilation[axis] * (kernelSize[axis] - 1) +
      outputPadding[axis] +
      1;
    return {
      shape: [batch, this.outChannels, extent(height, 0), extent(width, 1)],
      macs: batch * height * width * this.weight.size,
    };
  }

  override extraRepr(): string {
    const { padding, dilation, outputPadding, groups } = this;
    const parts = [
      String(this.inChannels),
      String(this.outChannels),
      `kernel_size=${pythonTuple(this.kernelSize)}`,
      `stride=${pythonTuple(this.stride)}`,
    ];
    if (!isPairOf(padding, 0)) parts.push(`padding=${pythonTuple(padding)}`);
    if (!isPairOf(dilation, 1)) parts.push(`dilation=${pythonTuple(dilation)}`);
    if (!isPairOf(outputPadding, 0)) parts.push(`output_padding=${pythonTuple(outputPadding)}`);
    if (groups !== 1) parts.push(`groups=${String(groups)}`);
    if (this.bias === null) parts.push('bias=False');
    return parts.join(', ');
  }
}
