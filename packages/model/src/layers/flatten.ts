import { ops } from '@frostline/engine';
import type { Tensor } from '@frostline/engine';
import type { Cost } from '../module/cost.js';
import { Module } from '../module/module.js';
import { elementCount, type Shape } from '../module/shape.js';
import { checkLayerInput } from './check-layer-input.js';

/** torch's `nn.Flatten`: joins axes `startDim` to `endDim`, both inclusive. */
export class Flatten extends Module {
  constructor(
    readonly startDim = 1,
    readonly endDim = -1,
  ) {
    super();
  }

  forward(x: Tensor): Tensor {
    return ops.reshape(x, this.flattened(x.shape));
  }

  override cost(input: Shape): Cost {
    return { shape: this.flattened(input), macs: 0 };
  }

  private flattened(shape: Shape): number[] {
    // A single number counts as a row of one, as in torch.
    const rank = Math.max(1, shape.length);
    const axis = (index: number) => (index < 0 ? rank + index : index);
    const start = axis(this.startDim);
    const end = axis(this.endDim) + 1;
    const fits = Number.isInteger(start) && Number.isInteger(end) && start >= 0 && end > start && end <= rank;
    const allowed = `axes ${String(this.startDim)} to ${String(this.endDim)}, the first not behind the last`;
    checkLayerInput(fits, this, shape, allowed);
    return [...shape.slice(0, start), elementCount(shape.slice(start, end)), ...shape.slice(end)];
  }

  override extraRepr(): string {
    return `start_dim=${String(this.startDim)}, end_dim=${String(this.endDim)}`;
  }
}
