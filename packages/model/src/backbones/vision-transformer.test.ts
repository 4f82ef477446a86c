import { ops } from '@frostline/engine';
import { expect, it } from 'vitest';
import { createBackbone } from './registry.js';

it('a vision transformer can be built for images of another size, as torchvision’s `image_size`', () => {
  const net = createBackbone('vit_b_32', { imageSize: 96 });
  expect(net.getParameter('encoder.pos_embedding').shape).toEqual([1, 10, 768]);
  expect(net.cost([1, 3, 96, 96]).shape).toEqual([1, 1000]);
});

it('a vision transformer refuses images of any other size', () => {
  const net = createBackbone('vit_b_32');
  const message = 'images of one size only; found "torch.Size([1, 3, 192, 224])"; allowed: 224×224 pixels';
  expect(() => net.call(ops.zeros([1, 3, 192, 224]))).toThrow(message);
  expect(() => net.cost([1, 3, 192, 224])).toThrow(message);
});

it.each([0, 100, 20])('patches of 32 pixels do not fill images of %i', (imageSize) => {
  expect(() => createBackbone('vit_b_32', { imageSize })).toThrow('allowed: multiples of 32');
});
