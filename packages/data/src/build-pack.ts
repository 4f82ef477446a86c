import { createHash } from 'node:crypto';
import path from 'node:path';
import { AtomicFile, writeFileAtomic } from '@frostline/base';
import type { Sample } from './competition.js';
import { KnownSquares, type Square } from './known-squares.js';
import type { PackContents, PackIndex } from './pack-index.js';
import { SquarePool } from './square-pool.js';

/** Written images between two signs of life. */
const SIGN_EVERY = 4;

interface BuildOptions {
  /** Told how many of how many images are written. */
  readonly alive: (done: number, total: number) => void;
  readonly signal: AbortSignal | undefined;
}

/**
 * Writes all images, pixels first, then the index that makes them valid. Images that another pack of the folder holds in
 * the same form are copied, the others are decoded on all cores.
 *
 * @param stem path of the pack without an ending
 */
export async function buildPack(
  stem: string,
  samples: readonly Sample[],
  contents: PackContents,
  { alive, signal }: BuildOptions,
): Promise<PackIndex> {
  const { size } = contents;
  const quarantined: PackIndex['quarantined'] = [];
  const hash = createHash('sha256');
  const blank = new Uint8Array(size * size * 3);
  const known = new KnownSquares(path.dirname(stem), contents);
  const pool = new SquarePool(samples.filter((sample) => !known.has(sample.sha256)).length);
  const pixelFile = new AtomicFile(`${stem}.bin`);
  try {
    const squareOf = async (sample: Sample): Promise<Square> =>
      known.read(sample.sha256) ??
      (await pool.make({ ...contents, path: sample.path, sha256: sample.sha256 }));
    let done = 0;
    for await (const square of inOrder(samples, squareOf, pool.atOnce)) {
      if (typeof square === 'string') quarantined.push({ index: done, reason: square });
      const bytes = typeof square === 'string' ? blank : square;
      hash.update(bytes);
      pixelFile.write(bytes);
      done++;
      if (done % SIGN_EVERY !== 0 && done !== samples.length) continue;
      alive(done, samples.length);
      signal?.throwIfAborted();
    }
    pixelFile.finish();
  } catch (error) {
    pixelFile.abandon();
    throw error;
  } finally {
    known.close();
    await pool.close();
  }
  const index: PackIndex = { format: 2, ...contents, sha256: hash.digest('hex'), quarantined };
  writeFileAtomic(`${stem}.json`, `${JSON.stringify(index)}\n`);
  return index;
}

/** What is made of values, in their order, with so many in the making. */
async function* inOrder<Value, Made>(
  values: readonly Value[],
  make: (value: Value) => Promise<Made>,
  atOnce: number,
): AsyncGenerator<Made> {
  const begun: Promise<Made>[] = [];
  for (let next = 0; next < values.length || begun.length > 0;) {
    while (next < values.length && begun.length < atOnce) {
      const made = make(values[next++] as Value);
      // One that fails while an earlier one is awaited is told when its turn comes.
      made.catch(() => undefined);
      begun.push(made);
    }
    yield (await begun.shift()) as Made;
  }
}
