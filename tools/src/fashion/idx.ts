import { readFileSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { InputError } from '@frostline/base';

/** Fashion-MNIST's classes in the order of its labels, as this project spells them. */
export const FASHION_CLASSES = [
  't-shirt',
  'trouser',
  'pullover',
  'dress',
  'coat',
  'sandal',
  'shirt',
  'sneaker',
  'bag',
  'ankle-boot',
] as const;
export type FashionClass = (typeof FASHION_CLASSES)[number];

/** Side of every image, pixels. */
export const FASHION_SIDE = 28;

export interface FashionSplit {
  /** One grayscale image each, 28×28 bytes in rows from the top, 0 is background. */
  readonly images: readonly Uint8Array[];
  /** Index into `FASHION_CLASSES`. */
  readonly labels: Uint8Array;
}

/**
 * Reads both splits of Fashion-MNIST from gzipped idx files, as Debian's package dataset-fashion-mnist
 * installs them.
 *
 * @throws InputError `bad-idx` when a file is not what its name says
 */
export function readFashion(folder: string): { readonly train: FashionSplit; readonly test: FashionSplit } {
  return { train: readSplit(folder, 'train'), test: readSplit(folder, 't10k') };
}

function readSplit(folder: string, prefix: string): FashionSplit {
  const pixelFile = path.join(folder, `${prefix}-images-idx3-ubyte.gz`);
  const pixels = parseIdx(gunzipSync(readFileSync(pixelFile)), pixelFile);
  const labelFile = path.join(folder, `${prefix}-labels-idx1-ubyte.gz`);
  const labels = parseIdx(gunzipSync(readFileSync(labelFile)), labelFile);
  const [count = 0, height, width] = pixels.shape;
  if (height !== FASHION_SIDE || width !== FASHION_SIDE || labels.shape[0] !== count)
    throw new InputError('bad-idx', 'not Fashion-MNIST', { place: pixelFile, found: pixels.shape });
  const area = FASHION_SIDE * FASHION_SIDE;
  return {
    images: Array.from({ length: count }, (_, image) =>
      pixels.data.subarray(image * area, (image + 1) * area),
    ),
    labels: labels.data,
  };
}

/**
 * Reads an idx file of unsigned bytes: two zero bytes, type 8, the number of dimensions, each dimension as a
 * big-endian 32-bit word, then the values (the format of the original MNIST distribution).
 */
export function parseIdx(bytes: Uint8Array, place: string): { shape: number[]; data: Uint8Array } {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const rank = bytes[3] ?? 0;
  const start = 4 + 4 * rank;
  if (bytes.length < start || view.getUint32(0) >>> 8 !== 8)
    throw new InputError('bad-idx', 'not an idx file of bytes', { place });
  const shape = Array.from({ length: rank }, (_, axis) => view.getUint32(4 + 4 * axis));
  const size = shape.reduce((product, dimension) => product * dimension, 1);
  if (bytes.length !== start + size)
    throw new InputError('bad-idx', 'wrong length', {
      place,
      found: bytes.length,
      allowed: String(start + size),
    });
  return { shape, data: bytes.subarray(start) };
}
