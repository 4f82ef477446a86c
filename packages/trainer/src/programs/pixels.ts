import { ops, type Tensor } from '@frostline/engine';

/** Per-channel statistics of the images that the weights were trained on, in [0, 1] units. */
export interface Normalization {
  readonly mean: readonly [number, number, number];
  readonly std: readonly [number, number, number];
}

/**
 * Decoded pixels to the network's input, inside a step: `(x / 255 − mean) / std` per channel.
 *
 * @param pixels integers 0..255, [N, H, W, C]
 * @returns float32 [N, C, H, W]
 */
export function normalizePixels(pixels: Tensor, { mean, std }: Normalization): Tensor {
  const perChannel = (values: readonly number[]): Tensor =>
    ops.constant(Float32Array.from(values), [1, values.length, 1, 1]);
  const planes = ops.transpose(ops.cast(pixels, 'float32'), [0, 3, 1, 2]);
  const shifted = ops.sub(planes, perChannel(mean.map((value) => value * 255)));
  return ops.div(shifted, perChannel(std.map((value) => value * 255)));
}
