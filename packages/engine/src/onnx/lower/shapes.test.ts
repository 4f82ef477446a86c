import { expect, it } from 'vitest';
import { mergedAxes } from './shapes.js';

it.each([
  ['channels first', [2, 5, 7, 3], [0, 3, 1, 2], { shape: [2, 35, 3], perm: [0, 2, 1] }],
  ['channels last', [2, 3, 5, 7], [0, 2, 3, 1], { shape: [2, 3, 35], perm: [0, 2, 1] }],
  ['a matrix', [4, 5], [1, 0], { shape: [4, 5], perm: [1, 0] }],
  ['nothing moves together', [2, 3, 4], [2, 1, 0], { shape: [2, 3, 4], perm: [2, 1, 0] }],
  ['the order stays', [2, 3], [0, 1], { shape: [6], perm: [0] }],
])('axes that stay beside each other are one: %s', (_name, shape, perm, merged) => {
  expect(mergedAxes(shape, perm)).toEqual(merged);
});
