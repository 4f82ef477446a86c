import path from 'node:path';
import Sqlite, { type Database } from 'better-sqlite3';
import { makeFolder } from './folders.js';

/** A connection that nobody refers to is closed by the garbage collector, and its lock is gone. */
const held = new Set<Database>();

export interface ProcessLock {
  /** Lets the next one in; the file stays. */
  release(): void;
}

/**
 * Takes a lock that at most one process of this machine holds. It is a SQLite write transaction that stays open, so the
 * operating system frees it with the process, even after kill −9: nothing that is left in the file means anything.
 *
 * @param file the lock's own database, always empty; it and its folder are made where missing
 * @param waitMs how long to wait for a holder, milliseconds; this blocks the event loop
 * @returns undefined while another lives that holds it, in this process or another
 */
export function takeLock(file: string, waitMs = 0): ProcessLock | undefined {
  makeFolder(path.dirname(file));
  const database = new Sqlite(file, { timeout: waitMs });
  if (!begin(database)) return undefined;
  held.add(database);
  return {
    release: () => {
      database.close();
      held.delete(database);
    },
  };
}

/** Whether a process lives that holds this lock. Creates nothing. */
export function isLocked(file: string): boolean {
  try {
    const database = new Sqlite(file, { timeout: 0, fileMustExist: true });
    if (!begin(database)) return true;
    database.close();
    return false;
  } catch (error) {
    // A file that is not there, or is no lock, is held by nobody.
    if (error instanceof Sqlite.SqliteError || error instanceof TypeError) return false;
    throw error;
  }
}

/** Begins a write transaction; a connection that cannot is closed. @returns false when another has one */
function begin(database: Database): boolean {
  try {
    // A transaction of an empty database would write a journal, for the next process to find after a kill.
    database.pragma('journal_mode = MEMORY');
    database.exec('BEGIN IMMEDIATE');
    return true;
  } catch (error) {
    database.close();
    if (error instanceof Sqlite.SqliteError && error.code === 'SQLITE_BUSY') return false;
    throw error;
  }
}
