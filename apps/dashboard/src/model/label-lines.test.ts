import { expect, it } from 'vitest';
import { labelLines } from './label-lines.js';

it('leaves short names on one line', () => {
  expect(labelLines(['head', 'full', 'scratch'])).toEqual(
    ['head', 'full', 'scratch'].map((text) => ({ text, low: false })),
  );
  expect(labelLines([])).toEqual([]);
});

it('sets every other of long names lower, whole where two bands hold them', () => {
  const names = ['squeezenet1_1', 'mobilenet_v3_small', 'shufflenet_v2_x0_5', 'resnet18'];
  expect(labelLines(names)).toEqual(names.map((text, index) => ({ text, low: index % 2 === 1 })));
});

it('shortens in the middle what is longer still', () => {
  const lines = labelLines(Array.from({ length: 8 }, (_, size) => `efficientnet_b${size}`));
  expect(lines.map(({ text }) => text).slice(0, 2)).toEqual(['effi…t_b0', 'effi…t_b1']);
});
