import type { Pair } from '../kernels/attributes.js';
import { tf } from '../tfjs.js';
import type { Tensor } from '../tensor.js';
import { areWhole, checkInput } from './check-input.js';
import { constant } from './constant.js';
import type { Size } from './pair.js';
import { pairOf } from './pair.js';
import { averagePool2d, maxPool2d } from './pool.js';

/** torch.nn.functional.adaptive_avg_pool2d: x [N, C, H, W] → [N, C, size[0], size[1]]. @throws InputError `op-input` */
export function adaptiveAveragePool2d(x: Tensor, size: Size): Tensor {
  const [rows, columns] = checkedSize('adaptiveAveragePool2d', x, size);
  const [batch, channels, height, width] = x.shape as [number, number, number, number];
  if (rows === 1 && columns === 1) return tf.mean(x, [2, 3], true);
  if (rows === height && columns === width) return x;
  if (height % rows === 0 && width % columns === 0)
    return averagePool2d(x, { kernel: [height / rows, width / columns] });
  // Windows of unequal sizes: each axis is a product with a matrix of means.
  const across = tf.matMul(tf.reshape(x, [-1, width]), meanMatrix(width, columns), false, true);
  const turned = tf.transpose(tf.reshape(across, [batch * channels, height, columns]), [0, 2, 1]);
  const down = tf.matMul(tf.reshape(turned, [-1, height]), meanMatrix(height, rows), false, true);
  const back = tf.transpose(tf.reshape(down, [batch * channels, columns, rows]), [0, 2, 1]);
  return tf.reshape(back, [batch, channels, rows, columns]);
}

/** torch.nn.functional.adaptive_max_pool2d: x [N, C, H, W] → [N, C, size[0], size[1]]. @throws InputError `op-input` */
export function adaptiveMaxPool2d(x: Tensor, size: Size): Tensor {
  const [rows, columns] = checkedSize('adaptiveMaxPool2d', x, size);
  // Columns first: then a tie is won by the first maximum in row-major order, as in torch.
  return adaptiveMax(adaptiveMax(x, 3, columns), 2, rows);
}

function checkedSize(op: string, x: Tensor, size: Size): Pair {
  const pair = pairOf(size);
  const allowed = 'x [N, C, H, W] with pixels, and a size of whole numbers from 1 on';
  const holds = x.rank === 4 && areWhole(x.shape.slice(2), 1) && areWhole(pair, 1);
  checkInput(holds, op, { x: x.shape, size: pair }, allowed);
  return pair;
}

function adaptiveMax(x: Tensor, axis: 2 | 3, outputs: number): Tensor {
  const inputs = x.shape[axis] ?? 1;
  const along = (length: number): [number, number] => (axis === 2 ? [length, 1] : [1, length]);
  if (outputs === inputs) return x;
  if (inputs % outputs === 0) return maxPool2d(x, { kernel: along(inputs / outputs) });
  const maxima = Array.from({ length: outputs }, (_, index) => {
    const [start, end] = windowOf(index, inputs, outputs);
    const begin = x.shape.map((_length, other) => (other === axis ? start : 0));
    const extent = x.shape.map((length, other) => (other === axis ? end - start : length));
    return maxPool2d(tf.slice(x, begin, extent), { kernel: along(end - start) });
  });
  return tf.concat(maxima, axis);
}

/** First input of a window and the one after its last. */
function windowOf(index: number, inputs: number, outputs: number): [number, number] {
  return [Math.floor((index * inputs) / outputs), Math.ceil(((index + 1) * inputs) / outputs)];
}

/** A matrix whose rows average the inputs of one window each: [outputs, inputs]. */
function meanMatrix(inputs: number, outputs: number): Tensor {
  const values = new Float32Array(outputs * inputs);
  for (let row = 0; row < outputs; row++) {
    const [start, end] = windowOf(row, inputs, outputs);
    values.fill(1 / (end - start), row * inputs + start, row * inputs + end);
  }
  return constant(values, [outputs, inputs]);
}
