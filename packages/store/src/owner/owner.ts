import { rmSync } from 'node:fs';
import path from 'node:path';
import { isLocked, takeLock } from '@frostline/base/process-lock';
import { addressFile } from './owner-address.js';

export interface OwnerLock {
  /** Removes the address and lets the next owner in. */
  release(): void;
}

/**
 * Makes this process the owner of a state folder: the only one that may write its ledger. The lock goes with the process,
 * even after kill −9.
 *
 * @returns undefined while another owner lives
 */
export function acquireOwner(home: string): OwnerLock | undefined {
  // The short wait covers another process's `isOwned`, which holds the lock for a moment.
  const lock = takeLock(lockFile(home), 200);
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

/** Whether an owner lives, in this process or another. Creates nothing. */
export function isOwned(home: string): boolean {
  return isLocked(lockFile(home));
}

const lockFile = (home: string): string => path.join(home, 'owner.db');
