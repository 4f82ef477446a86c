import { fillUniform, InternalError, nameWord } from '@frostline/base';

export interface Augmentation {
  /** Mirror left to right with probability one half. */
  readonly flip: boolean;
  /** Zero-pad by this many pixels on each side, then crop the old size at a random place; 0 is off. */
  readonly padCrop: number;
}

/** What decides an image's noise, and nothing else does: neither batch split nor engine nor a resume. */
export interface NoiseKeys {
  readonly seed: number;
  readonly epoch: number;
  /** One draw index per image. */
  readonly draws: ArrayLike<number>;
}

const FLIP_SITE = nameWord('flip');
const CROP_SITE = nameWord('pad_crop');

/**
 * Random crop after zero padding, then random horizontal flip: torchvision's `RandomCrop(size, padding)` and
 * `RandomHorizontalFlip`, with counter-based draws.
 *
 * @param pixels uint8 NHWC [draws.length, size, size, 3]
 * @param out filled and returned; another buffer than `pixels`
 */
export function augment(
  pixels: Uint8Array,
  size: number,
  { flip, padCrop }: Augmentation,
  { seed, epoch, draws }: NoiseKeys,
  out: Uint8Array = new Uint8Array(draws.length * size * size * 3),
): Uint8Array {
  const bytes = size * size * 3;
  if (out.buffer === pixels.buffer && out.byteOffset === pixels.byteOffset)
    throw new InternalError('augment needs another buffer for its output');
  if (pixels.length < draws.length * bytes || out.length < draws.length * bytes)
    throw new InternalError('pixel buffer is too short', { allowed: `at least ${draws.length * bytes}` });
  const uniforms = new Float32Array(2);
  for (let row = 0; row < draws.length; row++) {
    const at = { seed, epoch, draw: draws[row] ?? 0 };
    let mirrored = false;
    let [dx, dy] = [0, 0];
    if (flip) {
      fillUniform(uniforms, { ...at, site: FLIP_SITE });
      mirrored = (uniforms[0] ?? 0) < 0.5;
    }
    if (padCrop > 0) {
      fillUniform(uniforms, { ...at, site: CROP_SITE });
      dx = Math.floor((uniforms[0] ?? 0) * (2 * padCrop + 1)) - padCrop;
      dy = Math.floor((uniforms[1] ?? 0) * (2 * padCrop + 1)) - padCrop;
    }
    const image = pixels.subarray(row * bytes, (row + 1) * bytes);
    shift(image, out.subarray(row * bytes, (row + 1) * bytes), size, dx, dy);
    if (mirrored) mirror(out.subarray(row * bytes, (row + 1) * bytes), size);
  }
  return out;
}

/** out[y][x] = image[y + dy][x + dx], zero outside. */
function shift(image: Uint8Array, out: Uint8Array, size: number, dx: number, dy: number): void {
  if (dx === 0 && dy === 0) {
    out.set(image);
    return;
  }
  out.fill(0);
  const from = Math.max(0, dx);
  const to = Math.min(size, size + dx);
  for (let y = Math.max(0, -dy); y < Math.min(size, size - dy); y++) {
    const source = (y + dy) * size;
    if (from < to)
      out.set(image.subarray((source + from) * 3, (source + to) * 3), (y * size + from - dx) * 3);
  }
}

function mirror(image: Uint8Array, size: number): void {
  for (let y = 0; y < size; y++)
    for (let left = y * size * 3, right = left + (size - 1) * 3; left < right; left += 3, right -= 3)
      for (let channel = 0; channel < 3; channel++) {
        const kept = image[left + channel] as number;
        image[left + channel] = image[right + channel] as number;
        image[right + channel] = kept;
      }
}
