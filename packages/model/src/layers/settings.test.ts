import { InputError } from '@frostline/base';
import { inferShapes, ops, type Tensor } from '@frostline/engine';
import { describe, expect, it } from 'vitest';
import {
  AdaptiveAvgPool2d,
  AdaptiveMaxPool2d,
  AvgPool2d,
  BatchNorm1d,
  BatchNorm2d,
  Conv1d,
  Conv2d,
  ConvTranspose2d,
  Embedding,
  Flatten,
  functionalCall,
  GroupNorm,
  LayerNorm,
  Linear,
  MaxPool2d,
  MultiheadAttention,
  PReLU,
  Softmax,
  StochasticDepth,
  type Module,
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
    ['a mode of dropping that there is not', () => new StochasticDepth(0.5, 'col' as 'row')],
    ['a row for padding that the table has not', () => new Embedding(5, 3, { paddingIdx: 5 })],
    ['the same from the end', () => new Embedding(5, 3, { paddingIdx: -6 })],
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

  describe.each([
    ['alone', (layer: Module, shape: readonly number[]) => layer.call(ops.ones(shape))],
    [
      'while a step is traced',
      (layer: Module, shape: readonly number[]) =>
        inferShapes({
          name: 'call',
          state: {},
          batch: { x: { shape, dtype: 'float32' } },
          scalars: [],
          step: ({ batch }) => ({
            state: {},
            outputs: { y: functionalCall(layer, {}, batch['x'] as Tensor).output },
          }),
        }),
    ],
  ] as const)('%s', (_mode, call) => {
    it.each([
      ['PReLU with a slope for each of more channels', () => new PReLU(3), [2, 1, 2]],
      ['PReLU of a single row', () => new PReLU(3), [3]],
      ['LayerNorm of one value', () => new LayerNorm(4), [2, 1]],
      ['LayerNorm of a row where there are more', () => new LayerNorm([3, 4]), [2, 1, 4]],
      ['LayerNorm of more values', () => new LayerNorm(1), [2, 4]],
      ['GroupNorm of fewer channels', () => new GroupNorm(2, 6, { affine: false }), [2, 4, 3]],
      ['BatchNorm2d of one channel', () => new BatchNorm2d(3), [2, 1, 2, 2]],
      ['the same in evaluation', () => new BatchNorm2d(3).eval(), [2, 1, 2, 2]],
      ['BatchNorm2d of more channels', () => new BatchNorm2d(1, { affine: false }), [2, 3, 2, 2]],
      ['Linear of more features', () => new Linear(3, 2), [2, 4]],
      ['Flatten of an axis that there is not', () => new Flatten(1, 5), [2, 4, 2]],
      ['Flatten from behind its end', () => new Flatten(3, 1), [2, 4, 2, 2]],
      ['AdaptiveAvgPool2d of three axes', () => new AdaptiveAvgPool2d(2), [3, 4, 4]],
      ['AdaptiveMaxPool2d into nothing', () => new AdaptiveMaxPool2d(0), [1, 3, 4, 4]],
      ['MaxPool2d with windows of nothing', () => new MaxPool2d(0), [1, 1, 4, 4]],
      ['AvgPool2d that divides by zero', () => new AvgPool2d(2, { divisorOverride: 0 }), [1, 1, 4, 4]],
      ['Conv2d that does not move', () => new Conv2d(1, 1, 1, { stride: 0 }), [1, 1, 4, 4]],
      ['Softmax over an axis that there is not', () => new Softmax(3), [2, 3]],
      ['attention of more features', () => new MultiheadAttention(4, 2), [2, 1, 6]],
    ] as const)('%s', (_, make, shape) => {
      expect(() => call(make(), shape)).toThrow(
        expect.objectContaining({
          name: InputError.name,
          code: expect.stringMatching(/^(op|layer)-input$|-shape$/) as string,
        }) as Error,
      );
    });
  });
});
