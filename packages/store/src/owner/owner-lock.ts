import { accessSync, constants, existsSync, rmSync } from 'node:fs';
import path from 'node:path';
import { InputError, makeFolder, usingPath } from '@frostline/base';
import { isLocked, takeLock, type ProcessLock } from '@frostline/base/process-lock';
import Sqlite from 'better-sqlite3';
import { addressFile } from './address-file.js';

const otherHome = 'name another folder with --home';

export interface OwnerLock {
  /** Removes the address and lets the next owner in. */
  release(): void;
}

/**
 * Makes this process the owner of a state folder: the only one that may write its ledger. The lock goes with the process,
 * even after kill −9.
 *
 * @returns undefined while another owner lives
 * @throws InputError `unusable-path` where no state folder can be
 */
export function acquireOwner(home: string): OwnerLock | undefined {
  const file = lockFile(home);
  usingPath(home, otherHome, () => {
    makeFolder(home);
    // SQLite would open what it may not write for reading, and lock nobody out.
    accessSync(home, constants.W_OK);
    if (existsSync(file)) accessSync(file, constants.W_OK);
  });
  const lock = take(file);
  if (lock === undefined) return undefined;
  // What an owner that was killed left behind.
  rmSync(addressFile(home), { force: true });
  let isHeld = true;
  return {
    release: () => {
      if (!isHeld) return;
      isHeld = false;
      rmSync(addressFile(home), { force: true });
      lock.release();
    },
  };
}

function take(file: string): ProcessLock | undefined {
  try {
    // The short wait covers another process's `isOwned`, which holds the lock for a moment.
    return takeLock(file, 200);
  } catch (error) {
    if (!(error instanceof Sqlite.SqliteError && /^SQLITE_(CANTOPEN|NOTADB)/.test(error.code))) throw error;
    throw new InputError('unusable-path', 'the lock of this state folder cannot be held', {
      place: file,
      found: `${error.message} (${error.code})`,
      allowed: 'a file that this user may write, and Frostline wrote',
      fix: otherHome,
      cause: error,
    });
  }
}

/** Whether an owner lives, in this process or another. Creates nothing. */
export function isOwned(home: string): boolean {
  const file = lockFile(home);
  // Who may not write the lock cannot try it: then the address must do, though a killed owner leaves it behind.
  if (existsSync(file) && !mayWrite(file)) return existsSync(addressFile(home));
  return isLocked(file);
}

const lockFile = (home: string): string => path.join(home, 'owner.db');

function mayWrite(file: string): boolean {
  try {
    accessSync(file, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}
