import { InputError } from '@frostline/base';
import { ops } from '@frostline/engine';
import type { Tensor } from '@frostline/engine';
import { constant } from '../init.js';
import { Module } from '../module/module.js';
import { Parameter } from '../module/parameter.js';
import { pythonBool, pythonFloat } from '../module/repr.js';
import { checkLayerInput } from './check-layer-input.js';

export interface GroupNormOptions {
  /** Added to the variance. */
  readonly eps?: number;
  readonly affine?: boolean;
}

/** torch's `nn.GroupNorm`: normalises groups of neighbouring channels of [N, C, …] over their channels and space. */
export class GroupNorm extends Module {
  readonly weight: Parameter | null;
  readonly bias: Parameter | null;
  readonly eps: number;

  /** @throws InputError `layer-settings` when the groups do not divide the channels */
  constructor(
    readonly numGroups: number,
    readonly numChannels: number,
    { eps = 1e-5, affine = true }: GroupNormOptions = {},
  ) {
    super();
    if (numChannels % numGroups !== 0)
      throw new InputError('layer-settings', 'groups must divide the channels', {
        found: numGroups,
        allowed: `a divisor of ${String(numChannels)}`,
      });
    this.eps = eps;
    this.weight = affine ? new Parameter([numChannels], constant(1)) : null;
    this.bias = affine ? new Parameter([numChannels], constant(0)) : null;
  }

  /** @throws InputError `layer-input` on other numbers of channels */
  forward(x: Tensor): Tensor {
    checkLayerInput(x.shape[1] === this.numChannels, this, x.shape, `[N, ${String(this.numChannels)}, ...]`);
    return ops.groupNorm(x, {
      groups: this.numGroups,
      weight: this.weight?.data ?? null,
      bias: this.bias?.data ?? null,
      epsilon: this.eps,
    });
  }

  override extraRepr(): string {
    const affine = pythonBool(this.weight !== null);
    return `${String(this.numGroups)}, ${String(this.numChannels)}, eps=${pythonFloat(this.eps)}, affine=${affine}`;
  }
}
