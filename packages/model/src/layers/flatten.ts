import { ops } from '@frostline/engine';
import type { Tensor } from '@frostline/engine';
import type { Cost } from '../module/cost.js';
import { Module } from '../module/module.js';
import { elementCount, type Shape } from '../module/shape.js';

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
    const axis = (index: number) => (index < 0 ? shape.length + index : index);
    const start = axis(this.startDim);
    const end = axis(this.endDim) + 1;
    return [...shape.slice(0, start), elementCount(shape.slice(start, end)), ...shape.slice(end)];
  }

  override extraRepr(): string {
    return `start_dim=${String(this.startDim)}, end_dim=${String(this.endDim)}`;
  }
}
