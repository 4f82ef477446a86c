import { ops } from '@frostline/engine';
import type { Tensor } from '@frostline/engine';
import { constant } from '../init.js';
import { Module } from '../module/module.js';
import { Parameter } from '../module/parameter.js';
import { pythonBool, pythonFloat, pythonTuple } from '../module/repr.js';

export interface LayerNormOptions {
  /** Added to the variance. */
  readonly eps?: number;
  /** Whether there is a weight, and a bias unless that is switched off. */
  readonly elementwiseAffine?: boolean;
  readonly bias?: boolean;
}

/** torch's `nn.LayerNorm`: normalises over the trailing axes, whose extents it is given. */
export class LayerNorm extends Module {
  readonly weight: Parameter | null;
  readonly bias: Parameter | null;
  readonly normalizedShape: readonly number[];
  readonly eps: number;

  constructor(
    normalizedShape: number | readonly number[],
    { eps = 1e-5, elementwiseAffine = true, bias = true }: LayerNormOptions = {},
  ) {
    super();
    this.normalizedShape = typeof normalizedShape === 'number' ? [normalizedShape] : [...normalizedShape];
    this.eps = eps;
    this.weight = elementwiseAffine ? new Parameter(this.normalizedShape, constant(1)) : null;
    this.bias = elementwiseAffine && bias ? new Parameter(this.normalizedShape, constant(0)) : null;
  }

  forward(x: Tensor): Tensor {
    return ops.layerNorm(x, {
      shape: this.normalizedShape,
      weight: this.weight?.data ?? null,
      bias: this.bias?.data ?? null,
      epsilon: this.eps,
    });
  }

  override extraRepr(): string {
    const affine = pythonBool(this.weight !== null);
    return `${pythonTuple(this.normalizedShape)}, eps=${pythonFloat(this.eps)}, elementwise_affine=${affine}`;
  }
}
