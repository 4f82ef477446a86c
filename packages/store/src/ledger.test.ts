import { writeFileSync } from 'node:fs';
import path from 'node:path';
import Sqlite from 'better-sqlite3';
import { InputError } from '@frostline/base';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openLedger } from './ledger.js';
import { leaderboard } from './queries/leaderboard.js';
import { findSweep } from './queries/sweeps.js';
import { sampleLedger, sampleTrial } from './testing/sample-ledger.js';
import { temporaryFolder } from './testing/temporary-folder.js';
import { addTrials } from './verbs/add-trials.js';
import { claimRun } from './verbs/claim-run.js';

let file: string;
let remove: () => void;
beforeEach(() => {
  const temporary = temporaryFolder();
  file = path.join(temporary.folder, 'state', 'ledger.db');
  remove = () => temporary.remove();
});
afterEach(() => {
  remove();
});

function codeOf(action: () => unknown): string {
  try {
    action();
  } catch (error) {
    if (error instanceof InputError) return error.code;
    throw error;
  }
  return 'no error';
}

describe('openLedger', () => {
  it('creates the file and its folder, and opens it again as it was', () => {
    const { ledger, sweepId } = sampleLedger(file);
    ledger.close();
    const again = openLedger(file);
    expect(findSweep(again).id).toBe(sweepId);
    again.close();
  });

  it('writes with a write-ahead log that is synced at each commit', () => {
    const { ledger } = sampleLedger(file);
    expect(ledger.get('PRAGMA journal_mode')).toEqual({ journal_mode: 'wal' });
    expect(ledger.get('PRAGMA synchronous')).toEqual({ synchronous: 2 });
    expect(ledger.get('PRAGMA foreign_keys')).toEqual({ foreign_keys: 1 });
    ledger.close();
  });

  it('lets readers see the last commit while a writer is in the middle of a transaction, and neither waits', () => {
    const { ledger, sweepId } = sampleLedger(file);
    const reader = openLedger(file, { readonly: true });
    ledger.write(() => {
      claimRun(ledger, 'a0-0', { worker: 'w', device: 'cpu' });
      expect(leaderboard(reader, sweepId)[0]?.state).toBe('waiting');
    });
    expect(leaderboard(reader, sweepId)[0]?.state).toBe('running');
    reader.read(() => {
      expect(leaderboard(reader, sweepId)[1]?.state).toBe('waiting');
      claimRun(ledger, 'a1-0', { worker: 'w', device: 'cpu' });
      expect(leaderboard(reader, sweepId)[1]?.state).toBe('waiting');
    });
    expect(leaderboard(reader, sweepId)[1]?.state).toBe('running');
    reader.close();
    ledger.close();
  });

  it('cannot write when opened read-only', () => {
    sampleLedger(file).ledger.close();
    const reader = openLedger(file, { readonly: true });
    expect(() => claimRun(reader, 'a0-0', { worker: 'w', device: 'cpu' })).toThrow(/may not be written/);
    reader.close();
  });

  it('says so when there is no room, changes nothing, and goes on when there is', () => {
    const { ledger, sweepId } = sampleLedger(file);
    const full = ledger.get<{ max_page_count: number }>('PRAGMA max_page_count = 1');
    const trials = Array.from({ length: 200 }, (_, seed) => sampleTrial(`more${seed}`, { seed }));
    expect(() => addTrials(ledger, sweepId, trials)).toThrow(/no room to write the ledger/);
    expect(leaderboard(ledger, sweepId)).toHaveLength(2);
    expect(ledger.get('PRAGMA integrity_check')).toEqual({ integrity_check: 'ok' });
    ledger.get(`PRAGMA max_page_count = ${(full?.max_page_count ?? 0) + 1000}`);
    expect(addTrials(ledger, sweepId, trials).added).toHaveLength(200);
    ledger.close();
  });

  it('says that there is no ledger yet, and a reader creates none', () => {
    expect(codeOf(() => openLedger(file, { readonly: true }))).toBe('ledger-missing');
    expect(codeOf(() => openLedger(file, { readonly: true }))).toBe('ledger-missing');
  });

  it('refuses a ledger of a newer schema and says which one is needed', () => {
    sampleLedger(file).ledger.close();
    const database = new Sqlite(file);
    database.pragma('user_version = 99');
    database.close();
    expect(() => openLedger(file)).toThrow(/newer Frostline; found "schema 99"; .* reads schema 99/);
    expect(codeOf(() => openLedger(file, { readonly: true }))).toBe('ledger-newer');
  });

  it('does not touch the database of another program', () => {
    sampleLedger(file).ledger.close();
    const other = path.join(path.dirname(file), 'other.db');
    const database = new Sqlite(other);
    database.exec('CREATE TABLE mine (x)');
    expect(codeOf(() => openLedger(other))).toBe('ledger-foreign');
    expect(database.pragma('user_version', { simple: true })).toBe(0);
    database.close();
  });

  it('says that a file is damaged or no database, and leaves it alone', () => {
    sampleLedger(file).ledger.close();
    const damaged = path.join(path.dirname(file), 'damaged.db');
    writeFileSync(damaged, 'not a database'.repeat(1000));
    expect(codeOf(() => openLedger(damaged))).toBe('ledger-damaged');
    expect(codeOf(() => openLedger(damaged, { readonly: true }))).toBe('ledger-damaged');
    expect(codeOf(() => openLedger(path.dirname(file)))).toBe('ledger-unreadable');
  });
});
