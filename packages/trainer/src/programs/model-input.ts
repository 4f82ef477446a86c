import type { Tensor, TensorSpec } from '@frostline/engine';
import type { Normalization } from '@frostline/protocol';
import { normalizePixels } from './pixels.js';

/** What a program is fed: pixels that it still has to normalise, or features that go in as they are. */
export interface ModelInput {
  /** Shape and type of one batch. */
  readonly spec: (batchSize: number) => TensorSpec;
  readonly prepare: (x: Tensor) => Tensor;
}

/** Square RGB images of `size` pixels, uint8 [N, size, size, 3]. */
export const pixelInput = (size: number, normalization: Normalization): ModelInput => ({
  spec: (batchSize) => ({ shape: [batchSize, size, size, 3], dtype: 'uint8' }),
  prepare: (pixels) => normalizePixels(pixels, normalization),
});

/** Features of shape `row` per image, float32 [N, …row]. */
export const featureInput = (row: readonly number[]): ModelInput => ({
  spec: (batchSize) => ({ shape: [batchSize, ...row], dtype: 'float32' }),
  prepare: (features) => features,
});
