import type { HostTensor } from '@frostline/engine';
import { describe, expect, it } from 'vitest';
import { featureCount, poolFeatures, poolingOf } from './pool-features.js';

const counting = (...shape: number[]): HostTensor => ({
  shape,
  dtype: 'float32',
  data: Float32Array.from({ length: shape.reduce((a, b) => a * b, 1) }, (_, index) => index),
});

describe('the features of an output', () => {
  it.each([
    ['vectors, as they are', counting(2, 3), 'none', [0, 1, 2, 3, 4, 5]],
    ['maps, averaged over space', counting(2, 2, 1, 2), 'mean over space', [0.5, 2.5, 4.5, 6.5]],
    ['the class token before patches', counting(2, 5, 2), 'first token', [0, 1, 10, 11]],
    ['patches without a class token, averaged', counting(2, 4, 2), 'mean over tokens', [3, 4, 11, 12]],
  ] as const)('are %s', (_name, output, pooling, features) => {
    expect(poolingOf(output, 'net.onnx')).toBe(pooling);
    expect([...poolFeatures(output, pooling)]).toEqual(features);
    expect(featureCount(output.shape, pooling)).toBe(features.length / 2);
  });

  it.each([
    ['a number for each image', counting(2)],
    ['five axes', counting(2, 1, 1, 1, 1)],
    ['indices', { shape: [2, 3], dtype: 'int32' } as const],
  ])('are none in %s', (_name, output) => {
    expect(() => poolingOf(output, 'net.onnx')).toThrow(
      /net\.onnx: this output cannot be taken for features/,
    );
  });
});
