import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { AtomicFile, InputError, sha256, writeFileAtomic } from '@frostline/base';
import type { Sample } from './competition.js';
import { BadImageError, decodeImage } from './decode-image.js';
import type { PackIndex } from './pack-index.js';
import type { FilterName } from './resample-filters.js';
import { resize } from './resize.js';

/** Images decoded at the same time: as many as libuv has threads, and no more, since each may be 150 MB of pixels. */
const CHUNK = 4;

interface BuildOptions {
  readonly size: number;
  readonly filter: FilterName;
  readonly alive: () => void;
  readonly signal: AbortSignal | undefined;
}

/** Decodes, resizes and writes all images, pixels first, then the index that makes them valid. */
export async function buildPack(
  stem: string,
  samples: readonly Sample[],
  { size, filter, alive, signal }: BuildOptions,
): Promise<PackIndex> {
  const quarantined: PackIndex['quarantined'] = [];
  const hash = createHash('sha256');
  const blank = new Uint8Array(size * size * 3);
  const pixelFile = new AtomicFile(`${stem}.bin`);
  try {
    for (let start = 0; start < samples.length; start += CHUNK) {
      const chunk = samples.slice(start, start + CHUNK);
      const pixels = await Promise.all(chunk.map((sample) => squareOf(sample, size, filter)));
      for (const [offset, result] of pixels.entries()) {
        const bytes = typeof result === 'string' ? blank : result;
        if (typeof result === 'string') quarantined.push({ index: start + offset, reason: result });
        hash.update(bytes);
        pixelFile.write(bytes);
      }
      alive();
      signal?.throwIfAborted();
    }
    pixelFile.finish();
  } catch (error) {
    pixelFile.abandon();
    throw error;
  }
  const index: PackIndex = {
    format: 1,
    count: samples.length,
    size,
    filter,
    sha256: hash.digest('hex'),
    quarantined,
  };
  writeFileAtomic(`${stem}.json`, `${JSON.stringify(index)}\n`);
  return index;
}

/** The resized pixels, or the reason why the image cannot be decoded. */
async function squareOf(sample: Sample, size: number, filter: FilterName): Promise<Uint8Array | string> {
  const bytes = readUnchanged(sample);
  try {
    return resize(await decodeImage(bytes, sample.path), size, size, filter).data;
  } catch (error) {
    if (error instanceof BadImageError) return error.reason;
    throw error;
  }
}

function readUnchanged({ path: file, sha256: expected }: Sample): Uint8Array {
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
