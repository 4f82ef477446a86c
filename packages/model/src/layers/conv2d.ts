import { InputError } from '@frostline/base';
import { ops } from '@frostline/engine';
import type { Tensor } from '@frostline/engine';
import { defaultBias, defaultWeight } from '../init.js';
import type { Cost } from '../module/cost.js';
import { Module } from '../module/module.js';
import { Parameter } from '../module/parameter.js';
import { pythonTuple } from '../module/repr.js';
import type { Shape } from '../module/shape.js';
import { asPair, isPairOf, type NumberOrPair } from './pair.js';
import { windowedShape } from './window.js';

export interface Conv2dOptions {
  readonly stride?: NumberOrPair;
  /** Zeros on both sides of each axis. */
  readonly padding?: NumberOrPair;
  readonly dilation?: NumberOrPair;
  readonly groups?: number;
  readonly bias?: boolean;
}

/** torch's `nn.Conv2d`: [N, in, H, W] → [N, out, H', W']; weight [out, in / groups, kh, kw]. */
export class Conv2d extends Module {
  readonly weight: Parameter;
  readonly bias: Parameter | null;
  readonly kernelSize: readonly [number, number];
  readonly stride: readonly [number, number];
  readonly padding: readonly [number, number];
  readonly dilation: readonly [number, number];
  readonly groups: number;

  /** @throws InputError `layer-settings` when `groups` does not divide both channel counts */
  constructor(
    readonly inChannels: number,
    readonly outChannels: number,
    kernelSize: NumberOrPair,
    { stride = 1, padding = 0, dilation = 1, groups = 1, bias = true }: Conv2dOptions = {},
  ) {
    super();
    if (inChannels % groups !== 0 || outChannels % groups !== 0)
      throw new InputError('layer-settings', 'groups must divide in and out channels', {
        found: groups,
        allowed: `a divisor of ${String(inChannels)} and of ${String(outChannels)}`,
      });
    this.kernelSize = asPair(kernelSize);
    this.stride = asPair(stride);
    this.padding = asPair(padding);
    this.dilation = asPair(dilation);
    this.groups = groups;
    const shape = [outChannels, inChannels / groups, ...this.kernelSize];
    this.weight = new Parameter(shape, defaultWeight(shape));
    this.bias = bias ? new Parameter([outChannels], defaultBias(shape)) : null;
  }

  forward(x: Tensor): Tensor {
    const { stride, padding, dilation, groups } = this;
    return ops.conv2d(x, this.weight.data, this.bias?.data ?? null, { stride, padding, dilation, groups });
  }

  override cost(input: Shape): Cost {
    const [batch = 1] = input;
    const shape = [
      batch,
      this.outChannels,
      ...windowedShape(input, { ...this, kernel: this.kernelSize, ceilMode: false }),
    ];
    const [, , height = 0, width = 0] = shape;
    return { shape, macs: batch * height * width * this.weight.size };
  }

  override extraRepr(): string {
    const parts = [
      String(this.inChannels),
      String(this.outChannels),
      `kernel_size=${pythonTuple(this.kernelSize)}`,
      `stride=${pythonTuple(this.stride)}`,
    ];
    if (!isPairOf(this.padding, 0)) parts.push(`padding=${pythonTuple(this.padding)}`);
    if (!isPairOf(this.dilation, 1)) parts.push(`dilation=${pythonTuple(this.dilation)}`);
    if (this.groups !== 1) parts.push(`groups=${String(this.groups)}`);
    if (this.bias === null) parts.push('bias=False');
    return parts.join(', ');
  }
}
