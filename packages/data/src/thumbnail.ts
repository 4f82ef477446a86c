import sharp from 'sharp';
import { decodeImage } from './decode-image.js';

/**
 * A small picture of an image file, for people: decoded and encoded again as PNG, so that nothing of the file itself is
 * handed on. Larger images are brought down, small ones stay as they are.
 *
 * @param bytes the image file
 * @param path what to call it in errors
 * @param side longest side, pixels
 * @throws BadImageError
 */
export async function thumbnail(bytes: Uint8Array, path: string, side: number): Promise<Uint8Array> {
  const { width, height, data } = await decodeImage(bytes, path);
  return sharp(data, { raw: { width, height, channels: 3 } })
    .resize(side, side, { fit: 'inside', withoutEnlargement: true })
    .png()
    .toBuffer();
}
