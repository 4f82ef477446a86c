import { ops, type HostTensor, type Tensor } from '@frostline/engine';
import type { Normalization } from '@frostline/protocol';

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

/**
 * The same in host memory, for models that run outside of steps.
 *
 * @param shape images, height, width
 */
export function normalizeHostPixels(
  pixels: Uint8Array,
  [images, height, width]: readonly [number, number, number],
  { mean, std }: Normalization,
): HostTensor & { readonly data: Float32Array } {
  const plane = height * width;
  const data = new Float32Array(images * 3 * plane);
  for (let channel = 0; channel < 3; channel++) {
    // Rounded to float32 where a step rounds.
    const shift = Math.fround((mean[channel] ?? 0) * 255);
    const scale = Math.fround((std[channel] ?? 1) * 255);
    for (let image = 0; image < images; image++) {
      const from = image * 3 * plane + channel;
      const to = (image * 3 + channel) * plane;
      for (let i = 0; i < plane; i++) data[to + i] = Math.fround((pixels[from + 3 * i] ?? 0) - shift) / scale;
    }
  }
  return { shape: [images, 3, height, width], dtype: 'float32', data };
}
