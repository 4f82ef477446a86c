import { readFileSync } from 'node:fs';
import { InputError, sha256 } from '@frostline/base';
import type { Sample } from './competition.js';
import { BadImageError, decodeImage } from './decode-image.js';
import type { Square } from './known-squares.js';
import type { FilterName } from './resample-filters.js';
import { resize } from './resize.js';

/** An image to decode, and what to make of it. */
export interface SquareTask extends Pick<Sample, 'path' | 'sha256'> {
  readonly size: number;
  readonly filter: FilterName;
}

/** Reads, decodes and resizes an image. @throws InputError `image-changed` when its file has other bytes than it had */
export async function makeSquare({ path, sha256: expected, size, filter }: SquareTask): Promise<Square> {
  const bytes = readUnchanged(path, expected);
  try {
    return resize(await decodeImage(bytes, path), size, size, filter).data;
  } catch (error) {
    if (error instanceof BadImageError) return error.reason;
    throw error;
  }
}

function readUnchanged(file: string, expected: string): Uint8Array {
  const fix = 'restore the file, or start again';
  let bytes: Uint8Array;
  try {
    bytes = readFileSync(file);
  } catch (cause) {
    throw new InputError('image-changed', 'image can no longer be read', { place: file, fix, cause });
  }
  if (sha256(bytes) !== expected)
    throw new InputError('image-changed', 'image changed while it was in use', { place: file, fix });
  return bytes;
}
