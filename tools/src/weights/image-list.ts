import { sha256 } from '@frostline/base';

/** Hexadecimal digits kept of each image's hash: 64 bits tell 30,000 images apart. */
const DIGITS = 16;

/** Identity of a grayscale image: the start of the SHA-256 of its 784 pixel bytes. */
export const imageHash = (pixels: Uint8Array): string => sha256(pixels).slice(0, DIGITS);

/** The list of images that weights were trained on: sorted hashes, one a line. */
export const imageList = (images: readonly Uint8Array[]): string =>
  `${images.map(imageHash).sort().join('\n')}\n`;
