import type { Pair } from '../../kernels/attributes.js';
import type { Tensor } from '../../tensor.js';
import { tf } from '../../tfjs.js';

/** How windows lie on an image: TensorFlow's `SAME` where it means the same zeros, else `VALID` on a padded image. */
export interface Padding {
  readonly mode: 'SAME' | 'VALID';
  /** Zeros to add on both sides of [height, width] first. */
  readonly zeros: Pair;
}

export interface Windows {
  readonly input: Pair;
  readonly output: Pair;
  readonly kernel: Pair;
  readonly stride: Pair;
  readonly dilation: Pair;
  readonly padding: Pair;
}

/** oneDNN's gradients know no explicit padding: `SAME` saves a copy of the image where it fits. */
export function paddingOf(windows: Windows): Padding {
  const axes = [0, 1] as const;
  if (axes.every((axis) => windows.padding[axis] === 0)) return { mode: 'VALID', zeros: [0, 0] };
  const fits = axes.every((axis) => sameBefore(windows, axis) === windows.padding[axis]);
  return fits ? { mode: 'SAME', zeros: [0, 0] } : { mode: 'VALID', zeros: windows.padding };
}

/** The zeros that `SAME` puts before an axis; NaN where it gives another number of windows. */
function sameBefore({ input, output, kernel, stride, dilation }: Windows, axis: 0 | 1): number {
  if (Math.ceil(input[axis] / stride[axis]) !== output[axis]) return NaN;
  const extent = (output[axis] - 1) * stride[axis] + dilation[axis] * (kernel[axis] - 1) + 1;
  return Math.floor(Math.max(0, extent - input[axis]) / 2);
}

/** x [N,C,H,W] with zeros on both sides. */
export function withZeros(x: Tensor, [vertical, horizontal]: Pair): Tensor {
  if (vertical === 0 && horizontal === 0) return x;
  return tf.pad(x, [
    [0, 0],
    [0, 0],
    [vertical, vertical],
    [horizontal, horizontal],
  ]);
}

/** The middle [N,C,H,W] of a padded image. */
export function withoutZeros(x: Tensor, [vertical, horizontal]: Pair, shape: readonly number[]): Tensor {
  if (vertical === 0 && horizontal === 0) return x;
  return tf.slice(x, [0, 0, vertical, horizontal], [...shape]);
}
