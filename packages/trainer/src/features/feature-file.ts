import { closeSync, openSync, readSync } from 'node:fs';
import { AtomicFile, InputError } from '@frostline/base';

/**
 * Features of a set of images: one float32 row per image, in a safetensors file with the single tensor `features`
 * [n, …row], read by position.
 */
export class FeatureFile {
  private constructor(
    private readonly handle: number,
    private readonly offset: number,
    readonly count: number,
    /** Shape of one image's features. */
    readonly row: readonly number[],
  ) {}

  /** @throws InputError `bad-features` when the file is not one that `FeatureWriter` finished */
  static open(file: string): FeatureFile {
    const handle = openSync(file, 'r');
    const length = Buffer.alloc(8);
    readSync(handle, length, 0, 8, 0);
    const size = Number(length.readBigUInt64LE());
    try {
      const header = Buffer.alloc(size);
      readSync(handle, header, 0, size, 8);
      const { features } = JSON.parse(header.toString('utf8')) as { features: { shape: number[] } };
      const [count = 0, ...row] = features.shape;
      return new FeatureFile(handle, 8 + size, count, row);
    } catch (cause) {
      closeSync(handle);
      throw new InputError('bad-features', 'not a feature file', { place: file, fix: 'delete it', cause });
    }
  }

  /** The rows of `indices`, one after another. */
  read(indices: ArrayLike<number>): Float32Array {
    const width = this.row.reduce((product, axis) => product * axis, 1);
    const rows = new Float32Array(indices.length * width);
    const bytes = new Uint8Array(rows.buffer);
    for (let i = 0; i < indices.length; i++)
      readSync(this.handle, bytes, i * width * 4, width * 4, this.offset + (indices[i] ?? 0) * width * 4);
    return rows;
  }

  close(): void {
    closeSync(this.handle);
  }
}

/** A feature file that is written row by row. */
export class FeatureWriter extends AtomicFile {
  constructor(file: string, shape: readonly number[]) {
    super(file);
    const bytes = shape.reduce((product, axis) => product * axis, 4);
    const header = JSON.stringify({ features: { dtype: 'F32', shape, data_offsets: [0, bytes] } });
    const padded = Buffer.from(header.padEnd(Math.ceil(header.length / 8) * 8));
    const length = Buffer.alloc(8);
    length.writeBigUInt64LE(BigInt(padded.length));
    this.write(length);
    this.write(padded);
  }

  append({ buffer, byteOffset, byteLength }: Float32Array): void {
    this.write(new Uint8Array(buffer, byteOffset, byteLength));
  }
}
