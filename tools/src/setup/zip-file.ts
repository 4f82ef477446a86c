import {
  closeSync,
  createWriteStream,
  mkdirSync,
  openSync,
  readSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createInflateRaw, inflateRawSync } from 'node:zlib';
import { InputError } from '@frostline/base';

/** An entry of a zip archive's central directory. */
export interface ZipEntry {
  readonly name: string;
  /** Bytes once unpacked. */
  readonly size: number;
  readonly packedSize: number;
  readonly deflated: boolean;
  /** Where its local header begins. */
  readonly offset: number;
}

const END_OF_DIRECTORY = 0x06054b50;
const DIRECTORY_ENTRY = 0x02014b50;
const LOCAL_ENTRY = 0x04034b50;
/** The end of the directory, and the longest comment that may follow it. */
const TAIL = 22 + 0xffff;
/** Entries up to this many bytes are unpacked in memory. */
const SMALL = 1 << 24;
const CHUNK = 1 << 20;

/** A zip archive on disk, of less than 4 GiB: read by position, whatever its size. */
export class ZipFile {
  private readonly descriptor: number;
  readonly entries: readonly ZipEntry[];

  /** @throws InputError `zip-file` for a file that is none, is damaged, or is larger than the plain format allows */
  constructor(readonly file: string) {
    this.descriptor = openSync(file, 'r');
    this.entries = this.directory(statSync(file).size);
  }

  /** The bytes of a small entry. */
  read(entry: ZipEntry): Buffer {
    const packed = this.bytes(this.start(entry), entry.packedSize);
    return this.checked(entry, entry.deflated ? inflateRawSync(packed) : packed);
  }

  /** Unpacks an entry to a file; its folder is made. */
  async extract(entry: ZipEntry, target: string): Promise<void> {
    mkdirSync(path.dirname(target), { recursive: true });
    if (entry.size <= SMALL) {
      writeFileSync(target, this.read(entry));
      return;
    }
    const chunks = Readable.from(this.chunks(entry));
    const file = createWriteStream(target);
    await (entry.deflated ? pipeline(chunks, createInflateRaw(), file) : pipeline(chunks, file));
    if (file.bytesWritten !== entry.size) throw this.damaged(`${entry.name} is cut short`);
  }

  close(): void {
    closeSync(this.descriptor);
  }

  private *chunks(entry: ZipEntry): Generator<Buffer> {
    const start = this.start(entry);
    for (let done = 0; done < entry.packedSize; done += CHUNK)
      yield this.bytes(start + done, Math.min(CHUNK, entry.packedSize - done));
  }

  private directory(size: number): ZipEntry[] {
    const tail = this.bytes(Math.max(0, size - TAIL), Math.min(size, TAIL));
    let end = tail.length - 22;
    while (end >= 0 && tail.readUInt32LE(end) !== END_OF_DIRECTORY) end--;
    if (end < 0) throw this.damaged('it has no directory');
    const [count, length, offset] = [
      tail.readUInt16LE(end + 10),
      tail.readUInt32LE(end + 12),
      tail.readUInt32LE(end + 16),
    ];
    if (offset + length > size) throw this.damaged('its directory lies beyond its end');
    const directory = this.bytes(offset, length);
    const entries: ZipEntry[] = [];
    for (let at = 0; entries.length < count;) {
      if (at + 46 > length || directory.readUInt32LE(at) !== DIRECTORY_ENTRY)
        throw this.damaged('its directory is cut short');
      const nameLength = directory.readUInt16LE(at + 28);
      const method = directory.readUInt16LE(at + 10);
      const name = directory.toString('utf8', at + 46, at + 46 + nameLength);
      if (method !== 0 && method !== 8) throw this.damaged(`${name} is packed with method ${method}`);
      entries.push({
        name,
        size: directory.readUInt32LE(at + 24),
        packedSize: directory.readUInt32LE(at + 20),
        deflated: method === 8,
        offset: directory.readUInt32LE(at + 42),
      });
      at += 46 + nameLength + directory.readUInt16LE(at + 30) + directory.readUInt16LE(at + 32);
    }
    return entries;
  }

  private start({ name, offset }: ZipEntry): number {
    const header = this.bytes(offset, 30);
    if (header.readUInt32LE(0) !== LOCAL_ENTRY) throw this.damaged(`${name} is not where the directory says`);
    return offset + 30 + header.readUInt16LE(26) + header.readUInt16LE(28);
  }

  private bytes(position: number, length: number): Buffer {
    const buffer = Buffer.alloc(length);
    for (let filled = 0; filled < length;) {
      const got = readSync(this.descriptor, buffer, filled, length - filled, position + filled);
      if (got === 0) throw this.damaged('it is cut short');
      filled += got;
    }
    return buffer;
  }

  private checked({ name, size }: ZipEntry, bytes: Buffer): Buffer {
    if (bytes.length !== size) throw this.damaged(`${name} is cut short`);
    return bytes;
  }

  private damaged(summary: string): InputError {
    return new InputError('zip-file', `this is no zip archive that can be read: ${summary}`, {
      place: this.file,
    });
  }
}
