import { ops } from '@frostline/engine';
import type { Tensor } from '@frostline/engine';
import { AdaptivePool2d } from './adaptive-pool2d.js';
import type { Pair } from './pair.js';

/** torch's `nn.AdaptiveMaxPool2d`: takes the maxima of as many windows as the output has pixels. */
export class AdaptiveMaxPool2d extends AdaptivePool2d {
  protected override pool(x: Tensor, size: Pair): Tensor {
    return ops.adaptiveMaxPool2d(x, size);
  }
}
