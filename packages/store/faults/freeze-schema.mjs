// Writes the ledger that is frozen once per released schema, with the newest one.
// freeze-schema.mjs FILE.db.gz
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import * as store from '../dist/index.js';
import { finished, metrics, sampleLedger, started } from '../dist/testing/sample-ledger.js';

const output = process.argv[2];
const folder = mkdtempSync(path.join(os.tmpdir(), 'frostline-freeze-'));
const file = path.join(folder, 'ledger.db');
let tokens = 0;
const { ledger, sweepId } = sampleLedger(file, { trials: 3, newToken: () => `token-${(tokens += 1)}` });
const claim = (runId) => store.claimRun(ledger, runId, { worker: 'cpu-0', device: 'cpu' });
const image = { split: 'train', id: '17', path: 'train/17.png', reason: 'not an image' };

for (const [runId, score] of [
  ['a0-0', 0.5],
  ['a0-1', NaN],
]) {
  const hold = claim(runId);
  store.recordEvents(ledger, [
    { ...hold, sequence: 0, event: started() },
    { ...hold, sequence: 1, event: { type: 'quarantined', images: [image] } },
    { ...hold, sequence: 2, event: metrics(10, { loss: 1.5, accuracy: 0.25 }) },
    { ...hold, sequence: 3, event: metrics(20, { loss: Infinity, accuracy: NaN }) },
    {
      ...hold,
      sequence: 4,
      event: { type: 'checkpoint', step: 20, file: 'step-20', sha256: 'cd'.repeat(32) },
    },
  ]);
  store.finishRun(ledger, hold, finished(score));
}
store.scoreTrial(ledger, sweepId, 'a0', { macro_f1: 0.625, accuracy: -Infinity });
store.failRun(
  ledger,
  claim('a1-0'),
  { class: 'out-of-memory', code: 'killed', message: 'the worker died', signal: 'SIGKILL' },
  { retry: true },
);
claim('a1-0');
store.releaseRun(ledger, claim('a1-1'), 'paused');
ledger.close();
writeFileSync(output, gzipSync(readFileSync(file), { level: 9 }));
rmSync(folder, { recursive: true });
