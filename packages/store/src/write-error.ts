import { FrostlineError } from '@frostline/base';
import Sqlite from 'better-sqlite3';

/** What SQLite could not write, in words for people; undefined when the error is something else. */
export function writeError(error: unknown, file: string): FrostlineError | undefined {
  if (!(error instanceof Sqlite.SqliteError)) return undefined;
  const known = explanations.find(({ code }) => error.code.startsWith(code));
  if (known === undefined) return undefined;
  const { name, summary, fix } = known;
  return new FrostlineError(name, summary, { place: file, fix, cause: error });
}

const explanations = [
  {
    code: 'SQLITE_FULL',
    name: 'disk-full',
    summary: 'no room to write the ledger',
    fix: 'free some disk space, then run `frostline resume`',
  },
  {
    code: 'SQLITE_BUSY',
    name: 'ledger-busy',
    summary: 'another process keeps writing to the ledger',
    fix: 'close the program that holds it open',
  },
  {
    code: 'SQLITE_READONLY',
    name: 'ledger-unwritable',
    summary: 'the ledger may not be written',
    fix: 'check that you may write the file and its folder',
  },
  {
    code: 'SQLITE_IOERR',
    name: 'ledger-unwritable',
    summary: 'the disk refuses to write the ledger',
    fix: 'check the disk, then run `frostline resume`',
  },
] as const;
