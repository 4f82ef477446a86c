import type { Tensor } from '@frostline/engine';
import type { Cost } from '../module/cost.js';
import { Module } from '../module/module.js';
import { pythonTuple } from '../module/repr.js';
import type { Shape } from '../module/shape.js';
import type { Pair } from './pair.js';

/** One extent for both axes, or one for each; null keeps the input's. */
export type AdaptiveSize = number | null | readonly [number | null, number | null];

/** What torch's adaptive poolings share: as many windows as the output has pixels. */
export abstract class AdaptivePool2d extends Module {
  constructor(readonly outputSize: AdaptiveSize) {
    super();
  }

  protected abstract pool(x: Tensor, size: Pair): Tensor;

  forward(x: Tensor): Tensor {
    return this.pool(x, this.sizeFor(x.shape));
  }

  override cost(input: Shape): Cost {
    return { shape: [...input.slice(0, 2), ...this.sizeFor(input)], macs: 0 };
  }

  private sizeFor([, , height = 1, width = 1]: Shape): Pair {
    const { outputSize: size } = this;
    const [rows, columns] = size === null || typeof size === 'number' ? [size, size] : size;
    return [rows ?? height, columns ?? width];
  }

  override extraRepr(): string {
    return `output_size=${pythonTuple(this.outputSize)}`;
  }
}
