import { readFile } from 'node:fs/promises';
import type { Sample } from '../competition.js';
import { BadImageError, decodeImage } from '../decode-image.js';
import type { Reading } from '../image-files.js';

/** What decoding every image tells. */
export interface ImageFacts {
  /** Widths and heights, pixels, with how many images have them; the commonest first. */
  readonly sizes: readonly { readonly width: number; readonly height: number; readonly count: number }[];
  readonly unreadable: readonly { readonly path: string; readonly reason: string }[];
}

/** As many as libuv has threads. */
const AT_ONCE = 4;

/** Decodes images and keeps nothing of them but their sizes. @param options.alive called for every image */
export async function inspectImages(
  samples: readonly Sample[],
  { alive, signal }: Reading,
): Promise<ImageFacts> {
  const sizes = new Map<string, { width: number; height: number; count: number }>();
  const unreadable: { path: string; reason: string }[] = [];
  const look = async ({ path }: Sample): Promise<void> => {
    signal?.throwIfAborted();
    try {
      const { width, height } = await decodeImage(await readFile(path), path);
      const key = `${width}×${height}`;
      const known = sizes.get(key) ?? { width, height, count: 0 };
      sizes.set(key, { ...known, count: known.count + 1 });
    } catch (error) {
      if (!(error instanceof BadImageError)) throw error;
      unreadable.push({ path, reason: error.reason });
    }
    alive();
  };
  const waiting = samples.values();
  await Promise.all(
    Array.from({ length: AT_ONCE }, async () => {
      for (const sample of waiting) await look(sample);
    }),
  );
  return {
    sizes: [...sizes.values()].sort((a, b) => b.count - a.count || a.width - b.width || a.height - b.height),
    unreadable: unreadable.sort((a, b) => (a.path < b.path ? -1 : 1)),
  };
}
