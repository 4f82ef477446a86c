import { RandomStream } from '@frostline/base';
import { fromHost, type Tensor } from '@frostline/engine';
import { elementCount, type Shape } from '../module/shape.js';

/** Values in [-1, 1), the same at every call. */
export function randomImages(shape: Shape): Tensor {
  const random = new RandomStream(0, 'images');
  const data = new Float32Array(elementCount(shape)).map(() => 2 * random.nextUniform() - 1);
  return fromHost({ shape, dtype: 'float32', data });
}
