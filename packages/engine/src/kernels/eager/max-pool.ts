import { tf } from '../../tfjs.js';
import type { Tensor } from '../../tensor.js';
import type { Pair, PoolAttributes } from '../attributes.js';
import { kernelNames } from '../attributes.js';
import { poolOutputSize } from '../output-size.js';
import { registerEagerKernel } from './register.js';
import { frame, spread, tapReader, tapsOf, windowExtent } from './taps.js';

/** Maximum pooling and its gradient, tap by tap, so that dilation, padding and ties are torch's. */
export function registerMaxPool(): void {
  registerEagerKernel<PoolAttributes>(kernelNames.maxPool2d, ({ x }, attributes) =>
    readTaps(x as Tensor, attributes).reduce((best, tap) => tf.maximum(best, tap)),
  );
  registerEagerKernel<PoolAttributes>(kernelNames.maxPool2dGradient, ({ x, dy }, attributes) =>
    gradient(x as Tensor, dy as Tensor, attributes),
  );
}

function readTaps(x: Tensor, attributes: PoolAttributes): Tensor[] {
  const { kernel, stride, padding, dilation } = attributes;
  const output = poolOutputSize(sizeOf(x), attributes);
  const framed = frame(x, padding, windowExtent(output, kernel, stride, dilation), -Infinity);
  return tapsOf(kernel, dilation).map(tapReader(framed, output, stride));
}

function gradient(x: Tensor, dy: Tensor, attributes: PoolAttributes): Tensor {
  const { kernel, stride, padding, dilation } = attributes;
  const read = readTaps(x, attributes);
  const best = read.reduce((left, right) => tf.maximum(left, right));
  const taps = tapsOf(kernel, dilation);
  const size = sizeOf(x);
  let unclaimed = dy;
  let sum: Tensor | undefined;
  for (const [index, tap] of taps.entries()) {
    const wins = tf.equal(read[index] as Tensor, best);
    const won = tf.where(wins, unclaimed, tf.zerosLike(dy));
    unclaimed = tf.sub(unclaimed, won);
    const before: Pair = [tap.offset[0] - padding[0], tap.offset[1] - padding[1]];
    const placed = frame(spread(won, stride), before, size);
    sum = sum === undefined ? placed : tf.add(sum, placed);
  }
  return sum as Tensor;
}

function sizeOf(x: Tensor): Pair {
  const [, , height, width] = x.shape as [number, number, number, number];
  return [height, width];
}
