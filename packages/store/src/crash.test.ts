import { copyFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openLedger, type Ledger } from './ledger.js';
import { ending, startProgram } from './testing/child-process.js';
import { sampleLedger } from './testing/sample-ledger.js';
import { temporaryFolder } from './testing/temporary-folder.js';
import { claimRun } from './verbs/claim-run.js';

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

const tables = ['sweep', 'trial', 'sweep_trial', 'run', 'attempt', 'metric', 'checkpoint', 'quarantine'];

function contents(file: string): unknown {
  const ledger: Ledger = openLedger(file);
  const rows = tables.map((table) => ledger.all(`SELECT * FROM ${table}`));
  expect(ledger.get('PRAGMA integrity_check')).toEqual({ integrity_check: 'ok' });
  ledger.close();
  return rows;
}

describe('a crash inside a state change', () => {
  it.each([
    ['createSweep', 2],
    ['addTrials', 4],
    ['claimRun', 2],
    ['recordEvents', 5],
    ['finishRun', 2],
    ['failRun', 2],
    ['releaseRun', 2],
    ['requeueLost', 2],
  ])('%s leaves nothing of it, after each of its %i statements', async (verb, statements) => {
    const start = path.join(folder, 'start.db');
    const { ledger } = sampleLedger(start);
    const hold = JSON.stringify(claimRun(ledger, 'a0-0', { worker: 'w', device: 'cpu' }));
    ledger.close();
    const before = contents(start);
    for (let count = 1; count <= statements; count++) {
      const file = path.join(folder, `crash-${count}.db`);
      copyFileSync(start, file);
      expect(await ending(startProgram('change', file, verb, String(count), hold))).toBe('SIGKILL');
      expect(contents(file)).toEqual(before);
    }
    const file = path.join(folder, 'whole.db');
    copyFileSync(start, file);
    expect(await ending(startProgram('change', file, verb, String(statements + 1), hold))).toBe(0);
    expect(contents(file)).not.toEqual(before);
  });
});
