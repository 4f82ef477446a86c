import { execFileSync } from 'node:child_process';
import {
  closeSync,
  fstatSync,
  ftruncateSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** Whether this user may mount a file system: root, outside of most containers. */
export function canMount(): boolean {
  const folder = mkdtempSync(path.join(tmpdir(), 'frostline-mount-'));
  try {
    mountSmallDisk(folder, 1);
    unmount(folder);
    return true;
  } catch {
    return false;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Mounts a disk of so many megabytes on a folder. */
export function mountSmallDisk(folder: string, megabytes: number): void {
  mkdirSync(folder, { recursive: true });
  execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m`, 'tmpfs', folder], { stdio: 'pipe' });
}

export function unmount(folder: string): void {
  execFileSync('umount', ['--lazy', folder], { stdio: 'pipe' });
}

/** Takes all the room that there is but `left` bytes; give it back by removing the file. */
export function fillUp(file: string, left: number): void {
  const handle = openSync(file, 'w');
  try {
    for (let bytes = 1 << 20; bytes >= 1 << 12;) {
      try {
        if (writeSync(handle, Buffer.alloc(bytes)) < bytes) bytes >>= 1;
      } catch {
        bytes >>= 1;
      }
    }
    ftruncateSync(handle, fstatSync(handle).size - left);
  } finally {
    closeSync(handle);
  }
}
