import { tf } from '../../tfjs.js';
import type { Tensor } from '../../tensor.js';
import type { AveragePoolAttributes, Pair } from '../attributes.js';
import { kernelNames } from '../attributes.js';
import { poolOutputSize } from '../output-size.js';
import { registerEagerKernel } from './register.js';
import { frame, spread, tapReader, tapsOf, windowExtent } from './taps.js';

const dense: Pair = [1, 1];

/** Average pooling and its gradient, tap by tap. */
export function registerAveragePool(): void {
  registerEagerKernel<AveragePoolAttributes>(kernelNames.averagePool2d, ({ x }, attributes) =>
    forward(x as Tensor, attributes),
  );
  registerEagerKernel<AveragePoolAttributes & { inputShape: [number, number, number, number] }>(
    kernelNames.averagePool2dGradient,
    ({ dy }, attributes) =>
      gradient(dy as Tensor, [attributes.inputShape[2], attributes.inputShape[3]], attributes),
  );
}

function forward(x: Tensor, attributes: AveragePoolAttributes): Tensor {
  const { kernel, stride, padding } = attributes;
  const [, , height, width] = x.shape as [number, number, number, number];
  const output = poolOutputSize([height, width], { ...attributes, dilation: dense });
  const framed = frame(x, padding, windowExtent(output, kernel, stride, dense));
  const taps = tapsOf(kernel, dense).map(tapReader(framed, output, stride));
  const total = taps.reduce((sum, tap) => tf.add(sum, tap));
  return tf.mul(total, shareOf([height, width], output, attributes));
}

function gradient(dy: Tensor, size: Pair, attributes: AveragePoolAttributes): Tensor {
  const { kernel, stride, padding } = attributes;
  const [, , height, width] = dy.shape as [number, number, number, number];
  const shared = spread(tf.mul(dy, shareOf(size, [height, width], attributes)), stride);
  return tapsOf(kernel, dense)
    .map(({ offset }) => frame(shared, [offset[0] - padding[0], offset[1] - padding[1]], size))
    .reduce((sum, placed) => tf.add(sum, placed));
}

/** 1 / (number of elements that count) for each window: [OH, OW]. */
function shareOf(size: Pair, output: Pair, attributes: AveragePoolAttributes): Tensor {
  if (attributes.divisorOverride > 0) return tf.scalar(1 / attributes.divisorOverride);
  const rows = countsOf(0, size, output, attributes);
  const columns = countsOf(1, size, output, attributes);
  const shares = Float32Array.from({ length: output[0] * output[1] }, (_, index) => {
    const row = rows[Math.floor(index / output[1])] ?? 1;
    return 1 / (row * (columns[index % output[1]] ?? 1));
  });
  return tf.tensor(shares, [...output]);
}

/** How many elements count along one axis: padding does if `countIncludePad`, what `ceilMode` adds never. */
function countsOf(
  axis: 0 | 1,
  size: Pair,
  output: Pair,
  { kernel, stride, padding, countIncludePad }: AveragePoolAttributes,
): number[] {
  return Array.from({ length: output[axis] }, (_, index) => {
    const start = index * stride[axis] - padding[axis];
    const end = Math.min(start + kernel[axis], size[axis] + padding[axis]);
    return countIncludePad ? end - start : Math.min(end, size[axis]) - Math.max(start, 0);
  });
}
