import { ops } from '@frostline/engine';
import type { Tensor } from '@frostline/engine';
import { constant } from '../init.js';
import { Module } from '../module/module.js';
import { Parameter } from '../module/parameter.js';

/** torch's `nn.PReLU`: x where positive, else a learned slope · x; one slope, or one for each channel. */
export class PReLU extends Module {
  readonly weight: Parameter;

  constructor(
    readonly numParameters = 1,
    { init = 0.25 }: { readonly init?: number } = {},
  ) {
    super();
    this.weight = new Parameter([numParameters], constant(init));
  }

  forward(x: Tensor): Tensor {
    const along = x.shape.map((_, axis) => (axis === 1 ? this.numParameters : 1));
    return ops.leakyRelu(
      x,
      this.numParameters === 1 ? this.weight.data : ops.reshape(this.weight.data, along),
    );
  }

  override extraRepr(): string {
    return `num_parameters=${String(this.numParameters)}`;
  }
}
