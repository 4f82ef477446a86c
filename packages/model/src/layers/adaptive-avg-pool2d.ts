import { ops } from '@frostline/engine';
import type { Tensor } from '@frostline/engine';
import { AdaptivePool2d } from './adaptive-pool2d.js';
import type { Pair } from './pair.js';

/** torch's `nn.AdaptiveAvgPool2d`: averages over as many windows as the output has pixels. */
export class AdaptiveAvgPool2d extends AdaptivePool2d {
  protected override pool(x: Tensor, size: Pair): Tensor {
    return ops.adaptiveAveragePool2d(x, size);
  }
}
