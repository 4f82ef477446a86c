import { existsSync, mkdirSync, statSync } from 'node:fs';
import path from 'node:path';

/**
 * Makes a folder and those above it that are missing; one that is there stays as it is. Not Node's recursive `mkdir`,
 * which never comes back from a place like /proc, where a folder exists and none can be made in it.
 *
 * @throws what the system says, e.g. `ENOTDIR`, `EACCES`, `EROFS`; see `usingPath`
 */
export function makeFolder(folder: string): void {
  try {
    mkdirSync(folder);
  } catch (error) {
    if (statSync(folder, { throwIfNoEntry: false })?.isDirectory() === true) return;
    const above = path.dirname(folder);
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT' || existsSync(above)) throw error;
    makeFolder(above);
    makeFolder(folder);
  }
}
