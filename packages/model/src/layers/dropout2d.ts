import type { Shape } from '../module/shape.js';
import { Dropout } from './dropout.js';

/** torch's `nn.Dropout2d`: as Dropout, but whole channels of [N, C, H, W] are dropped. */
export class Dropout2d extends Dropout {
  protected override drawn(shape: Shape): Shape {
    return shape.map((extent, axis) => (axis < 2 ? extent : 1));
  }
}
