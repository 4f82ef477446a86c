import { readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { backupLedger } from './backup.js';
import { openLedger } from './ledger.js';
import { attemptsOf } from './queries/attempts-of.js';
import { curve } from './queries/curve.js';
import { leaderboard } from './queries/leaderboard.js';
import { ending, startProgram } from './testing/child-process.js';
import { sampleLedger } from './testing/sample-ledger.js';
import { temporaryFolder } from './testing/temporary-folder.js';

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

describe('backupLedger', () => {
  it('copies one moment of a ledger that a process keeps writing to', { timeout: 60_000 }, async () => {
    const file = path.join(folder, 'ledger.db');
    const { ledger, sweepId } = sampleLedger(file);
    ledger.close();
    const writer = startProgram('append', file, 'a0-0');
    let acknowledged = 0;
    writer.stdout?.setEncoding('utf8').on('data', (lines: string) => {
      acknowledged += lines.split('\n').length - 1;
    });
    const reader = openLedger(file, { readonly: true });
    const copies: { readonly copy: string; readonly before: number }[] = [];
    while (copies.length < 5) {
      const before = acknowledged;
      await expect.poll(() => acknowledged, { timeout: 30_000, interval: 5 }).toBeGreaterThan(before + 40);
      const copy = path.join(folder, 'backups', `${copies.length}.db`);
      copies.push({ copy, before: acknowledged });
      backupLedger(reader, copy);
    }
    reader.close();
    writer.kill('SIGKILL');
    await ending(writer);
    for (const { copy, before } of copies) {
      const backup = openLedger(copy);
      expect(backup.get('PRAGMA integrity_check')).toEqual({ integrity_check: 'ok' });
      expect(backup.all('PRAGMA foreign_key_check')).toEqual([]);
      const steps = curve(backup, 'a0-0').map(({ step }) => step);
      expect(steps).toEqual(steps.map((_, index) => index));
      // All that was acknowledged before, and of what came later whole batches of four.
      expect(steps.length).toBeGreaterThanOrEqual(before);
      expect(steps.length % 4).toBe(0);
      expect(leaderboard(backup, sweepId).map(({ state }) => state)).toEqual(['running', 'waiting']);
      expect(attemptsOf(backup, 'a0-0')).toHaveLength(1);
      backup.close();
    }
  });

  it('overwrites nothing, least of all the ledger, and leaves nothing behind', () => {
    const file = path.join(folder, 'ledger.db');
    const { ledger } = sampleLedger(file);
    const other = path.join(folder, 'other.db');
    writeFileSync(other, 'mine');
    const before = readdirSync(folder);
    expect(() => {
      backupLedger(ledger, file);
    }).toThrow(/overwrites nothing/);
    expect(() => {
      backupLedger(ledger, other);
    }).toThrow(/overwrites nothing/);
    expect(readdirSync(folder)).toEqual(before);
    ledger.close();
  });
});
