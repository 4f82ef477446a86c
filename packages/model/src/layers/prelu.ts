import { ops } from '@frostline/engine';
import type { Tensor } from '@frostline/engine';
import { constant } from '../init.js';
import { Module } from '../module/module.js';
import { Parameter } from '../module/parameter.js';
import { checkLayerInput } from './check-layer-input.js';

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

  /** @throws InputError `layer-input` unless there is one slope, or as many as x has channels */
  forward(x: Tensor): Tensor {
    const channels = x.rank < 2 ? 1 : x.shape[1];
    const fits = this.numParameters === 1 || this.numParameters === channels;
    checkLayerInput(fits, this, x.shape, `[N, ${String(this.numParameters)}, ...]`);
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
