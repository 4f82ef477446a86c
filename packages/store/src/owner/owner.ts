import { mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import Sqlite, { type Database } from 'better-sqlite3';
import { addressFile } from './owner-address.js';

/** A connection that nobody refers to is closed by the garbage collector, and its lock is gone. */
const held = new Set<Database>();

export interface OwnerLock {
  /** Removes the address and lets the next owner in. */
  release(): void;
}

/**
 * Makes this process the owner of a state folder: the only one that may write its ledger. The lock is a SQLite write
 * transaction that stays open, so the operating system frees it with the process, even after kill −9.
 *
 * @returns undefined while another owner lives
 */
export function acquireOwner(home: string): OwnerLock | undefined {
  mkdirSync(home, { recursive: true });
  // The short wait covers another process's `isOwned`, which holds the lock for a moment.
  const database = new Sqlite(path.join(home, 'owner.db'), { timeout: 200 });
  try {
    database.exec('BEGIN IMMEDIATE');
  } catch (error) {
    database.close();
    if (error instanceof Sqlite.SqliteError && error.code === 'SQLITE_BUSY') return undefined;
    throw error;
  }
  held.add(database);
  // What an owner that was killed left behind.
  rmSync(addressFile(home), { force: true });
  return {
    release: () => {
      if (!database.open) return;
      rmSync(addressFile(home), { force: true });
      database.close();
      held.delete(database);
    },
  };
}

/** Whether an owner lives, in this process or another. Creates nothing. */
export function isOwned(home: string): boolean {
  let database;
  try {
    database = new Sqlite(path.join(home, 'owner.db'), { timeout: 0, fileMustExist: true });
  } catch (error) {
    if (error instanceof Sqlite.SqliteError || error instanceof TypeError) return false;
    throw error;
  }
  try {
    database.exec('BEGIN IMMEDIATE');
    return false;
  } catch (error) {
    if (error instanceof Sqlite.SqliteError && error.code === 'SQLITE_BUSY') return true;
    throw error;
  } finally {
    database.close();
  }
}
