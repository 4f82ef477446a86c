import type { HostTensor } from '@frostline/engine';
import type { ModelInput } from '../programs/model-input.js';

export type Split = 'train' | 'test';

/** Where a trial's batches come from: pixels, or the features of its frozen prefix. */
export interface BatchSource {
  readonly input: ModelInput;
  /** How far features in half precision are from those in float32, relative to the largest; undefined in float32. */
  readonly halfPrecisionError?: number | undefined;
  /**
   * A training batch, augmented.
   *
   * @param indices images of the training split
   * @param draws each image's place in the epoch's order: the key of its augmentation
   */
  train(indices: Uint32Array, draws: Uint32Array, epoch: number): Promise<HostTensor>;
  /** Images as they are, for validation and prediction. */
  clean(split: Split, indices: Uint32Array): Promise<HostTensor>;
  close(): void;
}
