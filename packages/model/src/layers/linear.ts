import { ops } from '@frostline/engine';
import type { Tensor } from '@frostline/engine';
import { defaultBias, defaultWeight } from '../init.js';
import type { Cost } from '../module/cost.js';
import { Module } from '../module/module.js';
import { Parameter } from '../module/parameter.js';
import { pythonBool } from '../module/repr.js';
import { elementCount, type Shape } from '../module/shape.js';

/** torch's `nn.Linear`: [N, in] → [N, out]; weight [out, in]. */
export class Linear extends Module {
  readonly weight: Parameter;
  readonly bias: Parameter | null;

  constructor(
    readonly inFeatures: number,
    readonly outFeatures: number,
    { bias = true }: { readonly bias?: boolean } = {},
  ) {
    super();
    const shape = [outFeatures, inFeatures];
    this.weight = new Parameter(shape, defaultWeight(shape));
    this.bias = bias ? new Parameter([outFeatures], defaultBias(shape)) : null;
  }

  forward(x: Tensor): Tensor {
    return ops.linear(x, this.weight.data, this.bias?.data ?? null);
  }

  override cost(input: Shape): Cost {
    const shape = [...input.slice(0, -1), this.outFeatures];
    return { shape, macs: elementCount(shape) * this.inFeatures };
  }

  override extraRepr(): string {
    return `in_features=${String(this.inFeatures)}, out_features=${String(this.outFeatures)}, bias=${pythonBool(this.bias !== null)}`;
  }
}
