import { RandomStream } from '@frostline/base';

/** The order in which an epoch visits `indices`: a permutation that depends on seed and epoch alone. */
export function epochOrder(
  indices: ArrayLike<number>,
  { seed, epoch }: { seed: number; epoch: number },
): Uint32Array {
  return new RandomStream(seed, `order of epoch ${epoch}`).shuffle(Uint32Array.from(indices));
}

/** One optimizer step's images. */
export interface Batch {
  /** Positions in the pack. */
  readonly indices: Uint32Array;
  /** Place of each image in the epoch's order: the draw index that keys its noise. */
  readonly draws: Uint32Array;
}

/**
 * Cuts an order into batches of `size`. With `dropLast` an incomplete last batch is left out, unless it is the only one.
 */
export function* batches(order: Uint32Array, size: number, dropLast: boolean): Generator<Batch> {
  for (let start = 0; start < order.length; start += size) {
    const indices = order.subarray(start, start + size);
    if (dropLast && start > 0 && indices.length < size) return;
    yield { indices, draws: Uint32Array.from(indices, (_, offset) => start + offset) };
  }
}

/** How many batches `batches` yields. */
export function batchCount(length: number, size: number, dropLast: boolean): number {
  return dropLast && length > size ? Math.floor(length / size) : Math.ceil(length / size);
}
