import { InputError } from '@frostline/base';
import { ops } from '@frostline/engine';
import { describe, expect, it } from 'vitest';
import {
  BatchNorm1d,
  BatchNorm2d,
  Conv1d,
  Conv2d,
  ConvTranspose2d,
  GroupNorm,
  MultiheadAttention,
  StochasticDepth,
} from '../index.js';

describe('layers refuse', () => {
  it.each([
    ['groups that do not divide the channels', () => new Conv2d(4, 6, 1, { groups: 4 })],
    ['the same of a row', () => new Conv1d(3, 6, 1, { groups: 2 })],
    ['the same of a transposed convolution', () => new ConvTranspose2d(4, 6, 1, { groups: 4 })],
    [
      'padding that keeps the size, with a stride',
      () => new Conv2d(1, 1, 3, { padding: 'same', stride: [1, 2] }),
    ],
    ['groups of unequal size', () => new GroupNorm(4, 6)],
    ['heads of unequal size', () => new MultiheadAttention(10, 4)],
    ['dropping more than everything', () => new StochasticDepth(1.5, 'row')],
    ['attention that drops less than nothing', () => new MultiheadAttention(4, 2, { dropout: -0.1 })],
  ])('%s', (_, make) => {
    expect(make).toThrow(expect.objectContaining({ name: InputError.name, code: 'layer-settings' }) as Error);
  });

  it.each([
    ['BatchNorm2d', () => new BatchNorm2d(3).call(ops.ones([2, 3, 4])), 'expected 4D input'],
    ['BatchNorm1d', () => new BatchNorm1d(3).call(ops.ones([2, 3, 4, 4])), 'expected 2D or 3D input'],
  ])('%s: an input of another rank, as torch says it', (_, call, message) => {
    expect(call).toThrow(message);
  });
});
