import { InputError, fillUniform, nameWord } from '@frostline/base';
import { tf } from './tfjs.js';
import type { NoiseKey, NoiseSource } from './engine.js';
import type { Tensor } from './tensor.js';

export interface NoiseRows {
  readonly key: NoiseKey;
  readonly site: string;
  /** Uniforms per row. */
  readonly rowLength: number;
}

/**
 * Fills the rows of one noise site: row i is Philox's stream for `(seed, epoch, draws[i], site)`.
 *
 * @throws InputError `noise-rows` when the key has not one draw per row
 */
export function fillNoise(out: Float32Array, { key, site, rowLength }: NoiseRows): void {
  const rows = rowLength === 0 ? key.draws.length : out.length / rowLength;
  if (rows !== key.draws.length)
    throw new InputError('noise-rows', `noise for ${JSON.stringify(site)} needs one draw per row`, {
      found: `${String(key.draws.length)} draws for ${String(rows)} rows`,
    });
  const word = nameWord(site);
  for (const [row, draw] of key.draws.entries())
    fillUniform(out.subarray(row * rowLength, (row + 1) * rowLength), {
      seed: key.seed,
      site: word,
      epoch: key.epoch,
      draw,
    });
}

/** Gives each use of a site within one step its own name: `site`, `site#2`, `site#3`. */
export class SiteNames {
  private readonly uses = new Map<string, number>();

  next(site: string): string {
    const use = (this.uses.get(site) ?? 0) + 1;
    this.uses.set(site, use);
    return use === 1 ? site : `${site}#${String(use)}`;
  }
}

/** Noise of one step, drawn on the host and written to the active backend. */
export function eagerNoise(key: NoiseKey): NoiseSource {
  const names = new SiteNames();
  return {
    uniform(site: string, shape: readonly number[]): Tensor {
      const values = new Float32Array(shape.reduce((product, length) => product * length, 1));
      const rowLength = shape.slice(1).reduce((product, length) => product * length, 1);
      fillNoise(values, { key, site: names.next(site), rowLength });
      return tf.tensor(values, [...shape], 'float32');
    },
  };
}
