import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { gunzipSync } from 'node:zlib';
import Sqlite from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openLedger, type Ledger } from '../ledger.js';
import { attemptsOf } from '../queries/attempts-of.js';
import { curve } from '../queries/curve.js';
import { lastCheckpoint } from '../queries/last-checkpoint.js';
import { leaderboard } from '../queries/leaderboard.js';
import { findSweep } from '../queries/sweeps.js';
import { trialDetail } from '../queries/trial-detail.js';
import { ending, startProgram } from '../testing/child-process.js';
import { temporaryFolder } from '../testing/temporary-folder.js';
import { requeueLost } from '../verbs/requeue-lost.js';

const golden = new URL('../../golden/', import.meta.url);
const frozen = readdirSync(golden).filter((name) => name.endsWith('.db.gz'));

let folder: string;
let remove: () => void;
beforeEach(() => {
  const temporary = temporaryFolder();
  folder = temporary.folder;
  remove = () => temporary.remove();
});
afterEach(() => {
  remove();
});

function thaw(frozenFile: URL): string {
  const file = path.join(folder, 'ledger.db');
  writeFileSync(file, gunzipSync(readFileSync(frozenFile)));
  return file;
}

function contentsOf(file: string): unknown {
  const ledger = openLedger(file);
  const tables = ledger.all<{ name: string }>("SELECT name FROM sqlite_schema WHERE type = 'table'");
  const rows = tables.map(({ name }) => [name, ledger.all(`SELECT * FROM ${name}`)]);
  ledger.close();
  return rows;
}

function schemaOf(ledger: Ledger): unknown {
  return ledger.all('SELECT type, name, tbl_name, sql FROM sqlite_schema ORDER BY type, name');
}

describe('a released ledger', () => {
  it('is frozen for each schema, and the newest one can be made again', async () => {
    const ledger = openLedger(path.join(folder, 'fresh.db'));
    const newest = Number(ledger.get<{ user_version: number }>('PRAGMA user_version')?.user_version);
    ledger.close();
    const names = Array.from({ length: newest }, (_, index) => `ledger-schema-${index + 1}.db.gz`);
    expect(frozen.sort()).toEqual(names);
    const again = path.join(folder, 'again.db.gz');
    expect(await ending(startProgram('freeze', again))).toBe(0);
    const made = contentsOf(thaw(pathToFileURL(again)));
    expect(contentsOf(thaw(new URL(names.at(-1) ?? '', golden)))).toEqual(made);
  });

  it.each(frozen)('%s opens with everything that was in it', (name) => {
    const schema = Number(/\d+/.exec(name)?.[0]);
    const ledger = openLedger(thaw(new URL(name, golden)));
    const sweep = findSweep(ledger, 'sample');
    expect(sweep).toMatchObject({
      metric: 'macro_f1',
      goal: 'maximize',
      folds: { count: 2 },
      trials: 3,
      runs: 6,
    });
    const rows = leaderboard(ledger, sweep.id);
    expect(rows.map(({ state, score }) => [state, score])).toEqual([
      ['complete', 0.625],
      ['running', undefined],
      ['waiting', undefined],
    ]);
    expect(rows[0]).toMatchObject({
      trialId: 'a0',
      settings: { backbone: 'squeezenet1_1', freeze: 'head', learning_rate: 0.01, epochs: 3, seed: 0 },
      values: { macro_f1: 0.625, accuracy: -Infinity },
      foldScores: [0.5, NaN],
      seconds: 3,
      engines: ['onnxruntime'],
      devices: ['cpu'],
      quarantined: 1,
      ...(schema >= 2
        ? { tags: ['keep', 'résumé'], note: 'why', pinned: true }
        : { tags: [], note: '', pinned: false }),
    });
    expect(curve(ledger, 'a0-1').map((point) => [point.step, point.epoch, point.name, point.value])).toEqual([
      [10, 1, 'accuracy', 0.25],
      [10, 1, 'loss', 1.5],
      [20, 2, 'accuracy', NaN],
      [20, 2, 'loss', Infinity],
    ]);
    expect(lastCheckpoint(ledger, 'a0-1')).toEqual({
      attempt: 1,
      step: 20,
      file: 'step-20',
      sha256: 'cd'.repeat(32),
    });
    expect(attemptsOf(ledger, 'a1-0').map(({ outcome, signal }) => [outcome, signal])).toEqual([
      ['failed', 'SIGKILL'],
      [null, null],
    ]);
    expect(attemptsOf(ledger, 'a0-1').map(({ parts }) => parts)).toEqual([schema >= 5 ? 2 : 1]);
    expect(trialDetail(ledger, sweep.id, 'a1').runs.map(({ state }) => state)).toEqual(['running', 'paused']);
    expect(requeueLost(ledger)).toEqual(['a1-0']);
    ledger.close();
  });

  it.each(frozen)('%s gets the schema of a fresh ledger', (name) => {
    const migrated = openLedger(thaw(new URL(name, golden)));
    const fresh = openLedger(path.join(folder, 'fresh.db'));
    expect(schemaOf(migrated)).toEqual(schemaOf(fresh));
    expect(migrated.get('PRAGMA integrity_check')).toEqual({ integrity_check: 'ok' });
    expect(migrated.all('PRAGMA foreign_key_check')).toEqual([]);
    migrated.close();
    fresh.close();
  });
});

describe('a reader', () => {
  it('does not migrate: it says that the schema is older', () => {
    const file = path.join(folder, 'empty.db');
    const database = new Sqlite(file);
    database.pragma('application_id = 0x46524f53');
    database.close();
    expect(() => openLedger(file, { readonly: true })).toThrow(/older schema; found 0; .*frostline resume/);
    openLedger(file).close();
    openLedger(file, { readonly: true }).close();
  });
});
