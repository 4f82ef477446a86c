import { closeSync, existsSync, fstatSync, openSync, readSync } from 'node:fs';
import { AtomicFile, InternalError } from '@frostline/base';
import { z } from 'zod';

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

  /**
   * @param count number of images that it must hold
   * @returns undefined when there is no such file, or when it is not one that `FeatureWriter` finished: its header is
   * damaged, or its length is not what the header says
   */
  static open(file: string, count: number): FeatureFile | undefined {
    if (!existsSync(file)) return undefined;
    const handle = openSync(file, 'r');
    const layout = readLayout(handle);
    if (layout?.count === count) return new FeatureFile(handle, layout.offset, count, layout.row);
    closeSync(handle);
    return undefined;
  }

  /**
   * The rows of `indices`, one after another.
   *
   * @throws InternalError when the file was cut short since it was opened
   */
  read(indices: ArrayLike<number>): Float32Array {
    const bytes = rowBytes(this.row);
    const rows = new Uint8Array(indices.length * bytes);
    for (let i = 0; i < indices.length; i++) {
      const target = rows.subarray(i * bytes, (i + 1) * bytes);
      if (!readWhole(this.handle, target, this.offset + (indices[i] ?? 0) * bytes))
        throw new InternalError('features ended early', { found: indices[i] });
    }
    return new Float32Array(rows.buffer);
  }

  close(): void {
    closeSync(this.handle);
  }
}

interface Layout {
  /** Where the first row begins, bytes. */
  readonly offset: number;
  readonly count: number;
  readonly row: readonly number[];
}

const header = z.object({
  features: z.object({ dtype: z.literal('F32'), shape: z.tuple([z.int().min(0)], z.int().min(0)) }),
});

const rowBytes = (row: readonly number[]): number => row.reduce((product, axis) => product * axis, 4);

function readLayout(handle: number): Layout | undefined {
  const { size } = fstatSync(handle);
  const length = Buffer.alloc(8);
  if (!readWhole(handle, length, 0)) return undefined;
  const offset = 8 + Number(length.readBigUInt64LE());
  if (offset > size) return undefined;
  const text = Buffer.alloc(offset - 8);
  if (!readWhole(handle, text, 8)) return undefined;
  try {
    const [count, ...row] = header.parse(JSON.parse(text.toString('utf8'))).features.shape;
    return size === offset + count * rowBytes(row) ? { offset, count, row } : undefined;
  } catch {
    // Damaged: a cache, made again.
    return undefined;
  }
}

/** Fills `target` from `position` on; false when the file ends before. */
function readWhole(handle: number, target: Uint8Array, position: number): boolean {
  for (let done = 0; done < target.length;) {
    const count = readSync(handle, target, done, target.length - done, position + done);
    if (count === 0) return false;
    done += count;
  }
  return true;
}

/** A feature file that is written row by row. */
export class FeatureWriter extends AtomicFile {
  constructor(file: string, shape: readonly number[]) {
    super(file);
    const text = JSON.stringify({ features: { dtype: 'F32', shape, data_offsets: [0, rowBytes(shape)] } });
    const padded = Buffer.from(text.padEnd(Math.ceil(text.length / 8) * 8));
    const length = Buffer.alloc(8);
    length.writeBigUInt64LE(BigInt(padded.length));
    this.write(length);
    this.write(padded);
  }

  append({ buffer, byteOffset, byteLength }: Float32Array): void {
    this.write(new Uint8Array(buffer, byteOffset, byteLength));
  }
}
