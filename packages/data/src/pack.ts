import { closeSync, openSync, readSync } from 'node:fs';
import { hashOf, InternalError } from '@frostline/base';
import type { Sample } from './competition.js';
import type { PackIndex } from './pack-index.js';

/** An image that could not be decoded. It is named and left out, never replaced by another. */
export interface Quarantined {
  readonly index: number;
  readonly id: string;
  readonly path: string;
  readonly reason: string;
}

/**
 * Decoded and resized images in one file, uint8 RGB [count, size, size, 3], read by position: the page cache shares
 * them between processes.
 */
export class Pack {
  readonly count: number;
  readonly size: number;
  readonly quarantined: readonly Quarantined[];
  /**
   * Equal for packs of the same pixels of which the same can be read. The pixels alone would not do: an image that cannot
   * be decoded has those of a black one.
   */
  readonly identity: string;
  private readonly unreadable: ReadonlySet<number>;
  private readonly readable: Uint32Array;
  private readonly handle: number;

  constructor(file: string, index: PackIndex, samples: readonly Sample[]) {
    this.count = index.images.length;
    this.size = index.size;
    this.quarantined = index.quarantined.map(({ index: position, reason }) => {
      const sample = samples[position];
      return { index: position, id: sample?.id ?? '', path: sample?.path ?? '', reason };
    });
    const positions = this.quarantined.map((image) => image.index);
    this.identity =
      positions.length === 0 ? index.sha256 : hashOf({ pixels: index.sha256, quarantined: positions });
    this.unreadable = new Set(positions);
    this.readable = Uint32Array.from(Array(this.count).keys()).filter((row) => !this.unreadable.has(row));
    this.handle = openSync(file, 'r');
  }

  isQuarantined(index: number): boolean {
    return this.unreadable.has(index);
  }

  /** The positions that can be read, ascending. */
  usable(): Uint32Array {
    return this.readable.slice();
  }

  /**
   * Pixels of the images at `indices`, uint8 NHWC [indices.length, size, size, 3].
   *
   * @param out filled and returned; at least that long; longer buffers keep their tail
   * @throws InternalError when an index is out of range or quarantined
   */
  read(indices: ArrayLike<number>, out?: Uint8Array): Uint8Array {
    const bytes = this.size * this.size * 3;
    const target = out ?? new Uint8Array(indices.length * bytes);
    if (target.length < indices.length * bytes)
      throw new InternalError('pixel buffer is too short', {
        found: target.length,
        allowed: `at least ${indices.length * bytes}`,
      });
    for (let row = 0; row < indices.length; row++) {
      const index = indices[row] ?? -1;
      if (!Number.isInteger(index) || index < 0 || index >= this.count)
        throw new InternalError('no such image in the pack', {
          found: index,
          allowed: `0..${this.count - 1}`,
        });
      if (this.unreadable.has(index))
        throw new InternalError('a quarantined image was asked for', { found: index });
      this.readAt(target, row * bytes, bytes, index * bytes);
    }
    return target;
  }

  /** Closes the file; reading afterwards fails. */
  close(): void {
    closeSync(this.handle);
  }

  private readAt(target: Uint8Array, offset: number, length: number, position: number): void {
    for (let done = 0; done < length;) {
      const count = readSync(this.handle, target, offset + done, length - done, position + done);
      if (count === 0) throw new InternalError('pack ended early', { found: position + done });
      done += count;
    }
  }
}
