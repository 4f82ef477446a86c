import { copyFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openLedger, type Ledger } from './ledger.js';
import type { RunHold } from './run-hold.js';
import { ending, startProgram } from './testing/child-process.js';
import {
  finished,
  metrics,
  sampleLedger,
  sampleSweep,
  sampleTrial,
  started,
} from './testing/sample-ledger.js';
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

const tables = [
  'sweep',
  'trial',
  'sweep_trial',
  'run',
  'attempt',
  'metric',
  'checkpoint',
  'quarantine',
  'annotation',
];

function contents(file: string): unknown {
  const ledger: Ledger = openLedger(file);
  const rows = tables.map((table) => ledger.all(`SELECT * FROM ${table}`));
  expect(ledger.get('PRAGMA integrity_check')).toEqual({ integrity_check: 'ok' });
  ledger.close();
  return rows;
}

/** What each verb is told, after the ledger; the run `a0-0` is held. */
function calls(
  sweepId: string,
  hold: RunHold,
): readonly (readonly [verb: string, statements: number, ...unknown[]])[] {
  const lost = { class: 'lost', code: 'killed', message: '' };
  const events = [started(), metrics(10, { loss: 1, accuracy: 0.5 })];
  return [
    ['createSweep', 2, { ...sampleSweep, name: 'another' }],
    ['addTrials', 4, sweepId, [sampleTrial('b0', { seed: 99 })]],
    ['claimRun', 2, 'a1-0', { worker: 'w', device: 'cpu' }],
    ['prioritizeTrial', 1, sweepId, 'a1', 5],
    ['recordEvents', 5, events.map((event, sequence) => ({ ...hold, sequence, event }))],
    ['finishRun', 2, hold, finished(0.75)],
    ['failRun', 2, hold, lost, 'waiting'],
    ['releaseRun', 2, hold, 'paused'],
    ['requeueLost', 2],
    ['annotateTrial', 1, 'a1', { tags: ['keep'], pinned: true }],
  ];
}

describe('a crash inside a state change', () => {
  it('leaves nothing of it, after each of its statements', { timeout: 300_000 }, async () => {
    const start = path.join(folder, 'start.db');
    const { ledger, sweepId } = sampleLedger(start);
    const hold = claimRun(ledger, 'a0-0', { worker: 'w', device: 'cpu' });
    if (hold === undefined) throw new Error('the run cannot be claimed');
    ledger.close();
    const before = contents(start);
    for (const [verb, statements, ...rest] of calls(sweepId, hold)) {
      for (let count = 1; count <= statements + 1; count++) {
        const file = path.join(folder, `${verb}-${count}.db`);
        copyFileSync(start, file);
        const end = await ending(startProgram('change', file, String(count), verb, JSON.stringify(rest)));
        const after = contents(file);
        if (count <= statements) expect([verb, count, end, after]).toEqual([verb, count, 'SIGKILL', before]);
        else {
          expect([verb, count, end]).toEqual([verb, count, 0]);
          expect(after).not.toEqual(before);
        }
      }
    }
  });
});
