import { ops } from '@frostline/engine';
import { describe, expect, it } from 'vitest';
import { Conv2d } from './conv2d.js';
import { MaxPool2d } from './max-pool2d.js';

describe('shapes found without tensors', () => {
  const layers = [
    new Conv2d(2, 4, [3, 2], { stride: [2, 1], padding: [1, 0], dilation: 2, groups: 2 }),
    new Conv2d(2, 2, 1),
    new MaxPool2d(3, { stride: 2, ceilMode: true }),
    new MaxPool2d(3, { stride: 2, padding: 1 }),
    new MaxPool2d(2, { stride: 3, padding: 1, ceilMode: true }),
  ];
  const sizes = [7, 8, 9, 10];
  const cases = layers.flatMap((layer) => sizes.map((size) => ({ layer, size })));

  it.each(cases)('$layer on $size pixels', ({ layer, size }) => {
    const input = [1, 2, size, size + 1];
    expect(layer.cost(input).shape).toEqual(layer.call(ops.zeros(input)).shape);
  });

  it('an image smaller than the window is refused', () => {
    expect(() => new Conv2d(1, 1, 5).cost([1, 1, 4, 9])).toThrow('at least 5×5 after padding');
  });
});
