import { InputError } from '@frostline/base';
import sharp from 'sharp';

/** Pixels in rows from the top, three bytes each: red, green, blue. */
export interface RgbImage {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8Array;
}

/** Photographs of 8,000 × 6,000 pass; decompression bombs do not. */
const LIMIT_PIXELS = 50_000_000;
const FORMATS = ['jpeg', 'png', 'webp', 'tiff', 'gif', 'heif'];

/** An image that cannot be decoded, with its path. */
export class BadImageError extends InputError {
  constructor(
    readonly path: string,
    /** The decoder's words. */
    readonly reason: string,
    cause: unknown,
  ) {
    super('bad-image', reason, { place: path, cause });
  }
}

/**
 * Decodes an image as Pillow's `Image.open(file).convert('RGB')` does: gray replicated, alpha dropped, 16 bits cut to the
 * upper 8, EXIF orientation and colour profiles ignored, the first frame of an animation.
 *
 * @param bytes the image file
 * @param path what to call it in errors
 * @throws BadImageError
 */
export async function decodeImage(
  bytes: Uint8Array,
  path: string,
  { limitPixels = LIMIT_PIXELS }: { limitPixels?: number } = {},
): Promise<RgbImage> {
  try {
    const image = sharp(bytes, { failOn: 'error', limitInputPixels: limitPixels, ignoreIcc: true });
    const { format } = await image.metadata();
    if (!FORMATS.includes(format))
      throw new Error(`format ${format} is not read; allowed: ${FORMATS.join(', ')}`);
    const { data, info } = await image
      .removeAlpha()
      .toColourspace('srgb')
      .raw({ depth: 'uchar' })
      .toBuffer({ resolveWithObject: true });
    if (info.channels !== 3) throw new Error(`${info.channels} channels after conversion to RGB`);
    return { width: info.width, height: info.height, data };
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new BadImageError(path, reason.trim().replaceAll('\n', ' '), cause);
  }
}
