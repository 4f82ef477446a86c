import type { Value } from '../../compile/graph.js';
import type { Pair } from '../../kernels/attributes.js';
import { imageShape } from '../lowering.js';

/** A window that slides over an image. */
export interface Window {
  readonly kernel: Pair;
  readonly stride: Pair;
  readonly padding: Pair;
  readonly dilation: Pair;
}

/** How far the last windows reach beyond the padded input, [vertical, horizontal]; 0 when they end inside. */
export function trailing(window: Window, x: Value, y: Value): Pair {
  const [vertical, horizontal] = overhang(window, x, y);
  return [Math.max(0, vertical), Math.max(0, horizontal)];
}

/** As `trailing`, negative where the last windows leave rows of the padded input unseen. */
export function overhang({ kernel, stride, padding, dilation }: Window, x: Value, y: Value): Pair {
  const along = (axis: 0 | 1): number => {
    const reach =
      ((imageShape(y)[axis + 2] ?? 1) - 1) * stride[axis] + dilation[axis] * (kernel[axis] - 1) + 1;
    return reach - (imageShape(x)[axis + 2] ?? 1) - 2 * padding[axis];
  };
  return [along(0), along(1)];
}
