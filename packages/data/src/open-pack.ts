import { readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { hashOf, InputError, plural } from '@frostline/base';
import sharp from 'sharp';
import { buildPack } from './build-pack.js';
import type { Sample } from './competition.js';
import { Pack } from './pack.js';
import { packIndex, type PackIndex } from './pack-index.js';
import type { FilterName } from './resample-filters.js';

export interface PackOptions {
  /** Side of the square that every image is resized to, pixels. */
  readonly size: number;
  readonly filter?: FilterName;
  /** Share of images that may be undecodable, 0..1; five always may, all never. */
  readonly quarantineLimit?: number;
  /** Called again and again while images are decoded: a sign of life for whoever waits. */
  readonly alive?: () => void;
  /** When aborted, decoding ends after a few more images, and its reason is thrown. */
  readonly signal?: AbortSignal | undefined;
}

const ALWAYS_TOLERATED = 5;
const NAMED_IN_ERROR = 5;

/**
 * Opens the decoded images of `samples`, decoding them first where that was never done: `home/packs/<key>.bin` with
 * `<key>.json`, the key being the hash of the images' bytes, their order, decoder, size and filter. Files appear whole, by
 * rename, and equal keys mean equal content, so several processes may build one pack at once.
 *
 * @param home folder for everything that can be made again
 * @throws InputError `too-many-bad-images` above the quarantine limit, `image-changed` when a file is no longer what
 * the competition's hash says
 */
export async function openPack(
  home: string,
  samples: readonly Sample[],
  { size, filter = 'bilinear', quarantineLimit = 0.05, alive = () => undefined, signal }: PackOptions,
): Promise<Pack> {
  const key = hashOf({
    format: 1,
    decoder: sharp.versions.vips,
    size,
    filter,
    images: samples.map(({ sha256 }) => sha256),
  });
  const stem = path.join(home, 'packs', key);
  const index = readIndex(stem) ?? (await buildPack(stem, samples, { size, filter, alive, signal }));
  const pack = new Pack(`${stem}.bin`, index, samples);
  const tolerated = Math.max(ALWAYS_TOLERATED, Math.floor(quarantineLimit * samples.length));
  const allowed = Math.min(tolerated, Math.max(0, samples.length - 1));
  if (pack.quarantined.length > allowed) {
    pack.close();
    throw tooManyBadImages(pack, allowed);
  }
  return pack;
}

/** The index of a finished pack, or undefined when there is none or it does not match its pixels. */
function readIndex(stem: string): PackIndex | undefined {
  try {
    const index = packIndex.parse(JSON.parse(readFileSync(`${stem}.json`, 'utf8')));
    const bytes = index.count * index.size * index.size * 3;
    return statSync(`${stem}.bin`).size === bytes ? index : undefined;
  } catch {
    // Missing or damaged: a cache, made again.
    return undefined;
  }
}

function tooManyBadImages({ quarantined, count }: Pack, allowed: number): InputError {
  const named = quarantined
    .slice(0, NAMED_IN_ERROR)
    .map(({ path: file, reason }) => `\n  ${file}: ${reason}`);
  const more = quarantined.length > NAMED_IN_ERROR ? '\n  …' : '';
  return new InputError(
    'too-many-bad-images',
    `${quarantined.length} of ${plural(count, 'image')} cannot be decoded:${named.join('')}${more}\n `,
    { allowed: `at most ${allowed}`, fix: 'replace the files or remove their rows' },
  );
}
