import path from 'node:path';
import { hashOf, InternalError } from '@frostline/base';
import { once } from '@frostline/base/advisory-lock';
import { FeatureFile, FeatureWriter } from './feature-file.js';

/** One batch of features as it is computed: `values` holds `count` rows of shape `row`. */
export interface FeatureChunk {
  readonly row: readonly number[];
  readonly values: Float32Array;
}

/** How features are had when no file has them. */
interface FeatureWork {
  /** The images' features in order, in chunks. */
  readonly compute: () => AsyncIterable<FeatureChunk>;
  /** Called after each chunk, and while another process computes them; what it throws ends the work, with no file. */
  readonly alive: () => void;
}

/**
 * Frozen prefixes' outputs on disk, shared by trials, folds and sweeps. Content-addressed: the name is the hash of
 * everything that the values depend on, so nothing is ever stale, and whoever needs a file first computes it once. A
 * file that is not whole counts as none.
 */
export class FeatureStore {
  constructor(private readonly folder: string) {}

  /**
   * @param identity weights, cut, preprocessing, images, view, numerics class: all that the values depend on
   * @param count number of images
   */
  async open(identity: unknown, count: number, features: FeatureWork): Promise<FeatureFile> {
    const file = path.join(this.folder, `${hashOf(identity)}.safetensors`);
    await once(`${file}.lock`, {
      done: () => isWhole(file, count),
      work: () => this.fill(file, count, features),
      alive: features.alive,
    });
    const opened = FeatureFile.open(file, count);
    if (opened === undefined)
      throw new InternalError('features that were just computed are not whole', { place: file });
    return opened;
  }

  private async fill(file: string, count: number, { compute, alive }: FeatureWork): Promise<void> {
    let writer: FeatureWriter | undefined;
    try {
      for await (const { row, values } of compute()) {
        writer ??= new FeatureWriter(file, [count, ...row]);
        writer.append(values);
        alive();
      }
      writer?.finish();
    } catch (error) {
      writer?.abandon();
      throw error;
    }
  }
}

function isWhole(file: string, count: number): boolean {
  const opened = FeatureFile.open(file, count);
  opened?.close();
  return opened !== undefined;
}
