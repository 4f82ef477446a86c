/** What an epoch is drawn from. */
export interface EpochDraw {
  /** Rows of the training images. */
  readonly indices: ArrayLike<number>;
  /** Class of each of them, in the same order. */
  readonly labels: ArrayLike<number>;
  /** Weight of each class. */
  readonly classWeights: ArrayLike<number>;
  readonly seed: number;
  readonly epoch: number;
}

/**
 * What an epoch sees, as many rows as there are images: a function of its arguments, so that a resumed run sees the same.
 * Add one: a file beside this, a line in `index.ts` and in the protocol, a test.
 */
export type EpochSampler = (draw: EpochDraw) => Uint32Array;
