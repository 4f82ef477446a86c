import path from 'node:path';
import { hashOf, InputError, InternalError, plural } from '@frostline/base';
import sharp from 'sharp';
import { buildPack } from './build-pack.js';
import type { Sample } from './competition.js';
import { Pack } from './pack.js';
import { readPackIndex } from './pack-files.js';
import type { PackContents, PackIndex } from './pack-index.js';
import type { FilterName } from './resample-filters.js';

export interface PackOptions {
  /** Side of the square that every image is resized to, pixels. */
  readonly size: number;
  readonly filter?: FilterName;
  /** Share of images that may be undecodable, 0..1; five always may, all never. */
  readonly quarantineLimit?: number;
  /** Called again and again while images are decoded, with how many are done, and while another process does that. */
  readonly alive?: (done?: number, total?: number) => void;
  /** When aborted, decoding ends after a few more images, and its reason is thrown. */
  readonly signal?: AbortSignal | undefined;
}

const ALWAYS_TOLERATED = 5;
const NAMED_IN_ERROR = 5;

/**
 * Opens the decoded images of `samples`, decoding them first where that was never done: `home/packs/<key>.bin` with
 * `<key>.json`, the key being the hash of the images' bytes, their order, decoder, size and filter. Files appear whole, by
 * rename, and equal keys mean equal content. One process builds a pack while the others of the machine wait for it; what
 * other packs hold of its images is copied.
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
  const contents: PackContents = {
    images: samples.map(({ sha256 }) => sha256),
    decoder: sharp.versions.vips ?? '',
    size,
    filter,
  };
  const stem = path.join(home, 'packs', hashOf({ format: 2, ...contents }));
  let index: PackIndex | undefined = readPackIndex(stem);
  if (index === undefined) {
    // Brings a database driver in, which most openings do not need.
    const { once } = await import('@frostline/base/advisory-lock');
    await once(`${stem}.bin.lock`, {
      done: () => (index ??= readPackIndex(stem)) !== undefined,
      work: async () => {
        index = await buildPack(stem, samples, contents, { alive, signal });
      },
      alive: () => {
        alive();
        signal?.throwIfAborted();
      },
    });
  }
  if (index === undefined) throw new InternalError('a pack is neither there nor built', { place: stem });
  const pack = new Pack(`${stem}.bin`, index, samples);
  const tolerated = Math.max(ALWAYS_TOLERATED, Math.floor(quarantineLimit * samples.length));
  const allowed = Math.min(tolerated, Math.max(0, samples.length - 1));
  if (pack.quarantined.length > allowed) {
    pack.close();
    throw tooManyBadImages(pack, allowed);
  }
  return pack;
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
