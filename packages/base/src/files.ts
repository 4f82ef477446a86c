import { openSync, closeSync, fsyncSync, renameSync, rmSync, writeSync } from 'node:fs';
import { randomUUID } from 'node:crypto';
import path from 'node:path';
import { InternalError } from './errors.js';
import { makeFolder } from './folders.js';

/**
 * Replaces a file so that a crash leaves the old content or the new, never a mixture:
 * temporary file, fsync, rename, fsync of the directory.
 */
export function writeFileAtomic(file: string, ...parts: readonly (string | Uint8Array)[]): void {
  const whole = new AtomicFile(file);
  try {
    for (const part of parts) whole.write(typeof part === 'string' ? Buffer.from(part) : part);
    whole.finish();
  } catch (error) {
    whole.abandon();
    throw error;
  }
}

/**
 * As `writeFileAtomic`, for content that is too large to hold at once: written piece by piece, it has its name only
 * once it is whole. Whoever makes one calls `finish`, or `abandon` when something went wrong.
 */
export class AtomicFile {
  private readonly temporary: string;
  private handle: number | undefined;

  /** @param file where it will stand; missing folders are made */
  constructor(private readonly file: string) {
    makeFolder(path.dirname(file));
    this.temporary = unfinishedName(file);
    this.handle = openSync(this.temporary, 'wx');
  }

  write(bytes: Uint8Array): void {
    const handle = this.open();
    for (let offset = 0; offset < bytes.byteLength;) offset += writeSync(handle, bytes, offset);
  }

  /** Gives the file its name; what stood there before is gone. */
  finish(): void {
    closeSync(this.open());
    this.handle = undefined;
    publishFile(this.temporary, this.file);
  }

  /** Leaves nothing behind. */
  abandon(): void {
    this.close();
    rmSync(this.temporary, { force: true });
  }

  private open(): number {
    if (this.handle === undefined) throw new InternalError('this file is closed', { place: this.file });
    return this.handle;
  }

  private close(): void {
    if (this.handle !== undefined) closeSync(this.handle);
    this.handle = undefined;
  }
}

const unfinished = /^\..+\.[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\.tmp$/;

/** A new name in the same folder for a file's content until it is whole; `isUnfinished` knows it. */
export function unfinishedName(file: string): string {
  return path.join(path.dirname(file), `.${path.basename(file)}.${randomUUID()}.tmp`);
}

/** Whether a file's name is that of content which its writer has not finished, and never will if it was killed. */
export function isUnfinished(name: string): boolean {
  return unfinished.test(name);
}

/**
 * Gives a whole file that stands in the same folder under another name its own: fsync, rename, fsync of the directory.
 * What stood there before is gone.
 */
export function publishFile(temporary: string, file: string): void {
  sync(temporary);
  renameSync(temporary, file);
  sync(path.dirname(file));
}

function sync(fileOrFolder: string): void {
  const handle = openSync(fileOrFolder, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}
