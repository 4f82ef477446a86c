import { InputError } from '@frostline/base';
import sharp, { type Sharp } from 'sharp';
import { decodeBmp, isBmp } from './decode-bmp.js';

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
 * upper 8, CMYK mixed without a profile, EXIF orientation and colour profiles ignored, the first frame of an animation.
 * Unlike there, 16-bit gray is not saturated, and transparent pixels of a GIF are black.
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
    if (isBmp(bytes)) return decodeBmp(bytes, limitPixels);
    const image = sharp(bytes, { failOn: 'error', limitInputPixels: limitPixels, ignoreIcc: true });
    const { format, space } = await image.metadata();
    if (!FORMATS.includes(format))
      throw new Error(`format ${format} is not read; allowed: bmp, ${FORMATS.join(', ')}`);
    return space === 'cmyk' ? await decodeCmyk(image) : await decodeRgb(image);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new BadImageError(path, reason.trim().replaceAll('\n', ' '), cause);
  }
}

async function decodeRgb(image: Sharp): Promise<RgbImage> {
  const { data, info } = await image
    .removeAlpha()
    .toColourspace('srgb')
    .raw({ depth: 'uchar' })
    .toBuffer({ resolveWithObject: true });
  if (info.channels !== 3) throw new Error(`${info.channels} channels after conversion to RGB`);
  return { width: info.width, height: info.height, data };
}

/** Four plates without a colour profile, as Pillow mixes them (libImaging/Convert.c, cmyk2rgb). */
async function decodeCmyk(image: Sharp): Promise<RgbImage> {
  const { data, info } = await image
    .pipelineColourspace('cmyk')
    .toColourspace('cmyk')
    .raw({ depth: 'uchar' })
    .toBuffer({ resolveWithObject: true });
  const { width, height, channels } = info;
  const rgb = new Uint8Array(width * height * 3);
  for (let pixel = 0; pixel < width * height; pixel++) {
    const light = 255 - (data[pixel * channels + 3] as number);
    for (let channel = 0; channel < 3; channel++) {
      const product = (data[pixel * channels + channel] as number) * light + 128;
      rgb[pixel * 3 + channel] = light - (((product >> 8) + product) >> 8);
    }
  }
  return { width, height, data: rgb };
}
