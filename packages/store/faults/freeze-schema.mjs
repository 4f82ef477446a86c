// Writes the ledger that is frozen once per released schema, with the newest one.
// freeze-schema.mjs FILE.db.gz
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import * as store from '../dist/index.js';

const output = process.argv[2];
const folder = mkdtempSync(path.join(os.tmpdir(), 'frostline-freeze-'));
const file = path.join(folder, 'ledger.db');
let tokens = 0;
const ledger = store.openLedger(file, {
  clock: { now: () => 1_700_000_000_000, monotonic: () => 0 },
  newToken: () => `token-${(tokens += 1)}`,
});
const { id: sweepId } = store.createSweep(ledger, {
  name: 'sample',
  file: 'sweep.yaml',
  spec: { name: 'sample', method: 'grid' },
  metric: 'macro_f1',
  goal: 'maximize',
  folds: { kind: 'stratified', count: 2, seed: 0 },
  competition: { path: '/data/competition.yaml', hash: 'c0ffee' },
});
const settings = (seed) => ({
  backbone: 'squeezenet1_1',
  freeze: 'head',
  weights: 'auto',
  learning_rate: 0.01,
  epochs: 3,
  seed,
});
store.addTrials(
  ledger,
  sweepId,
  ['a0', 'a1', 'a2'].map((id, seed) => ({
    id,
    settings: settings(seed),
    ...(id === 'a2' && { weightsHash: 'ef'.repeat(32) }),
    runs: [0, 1].map((fold) => ({ id: `${id}-${fold}`, trialId: id, fold })),
  })),
);

const claim = (runId) => store.claimRun(ledger, runId, { worker: 'cpu-0', device: 'cpu' });
for (const [runId, score] of [
  ['a0-0', 0.5],
  ['a0-1', NaN],
]) {
  const hold = claim(runId);
  const events = [
    {
      type: 'started',
      resumedFromStep: 0,
      totalSteps: 30,
      stepsPerEpoch: 10,
      engine: 'onnxruntime',
      device: 'cpu',
      numericsClass: 'onnxruntime-1.30-avx512-1',
      numericsChanged: false,
      parts: 2,
    },
    {
      type: 'quarantined',
      images: [{ split: 'train', id: '17', path: 'train/17.png', reason: 'not an image' }],
    },
    { type: 'metrics', step: 10, epoch: 1, values: { loss: 1.5, accuracy: 0.25 } },
    { type: 'metrics', step: 20, epoch: 2, values: { loss: Infinity, accuracy: NaN } },
    { type: 'checkpoint', step: 20, file: 'step-20', sha256: 'cd'.repeat(32) },
  ];
  store.recordEvents(
    ledger,
    events.map((event, sequence) => ({ ...hold, sequence, event })),
  );
  store.finishRun(ledger, hold, {
    type: 'finished',
    step: 30,
    epoch: 2,
    values: { macro_f1: score, accuracy: score },
    weightsSha256: 'ab'.repeat(32),
    outOfFold: 'attempt-1/out-of-fold.csv',
    test: 'attempt-1/test.csv',
    seconds: 1.5,
  });
}
store.scoreTrial(ledger, sweepId, 'a0', { macro_f1: 0.625, accuracy: -Infinity });
store.failRun(
  ledger,
  claim('a1-0'),
  { class: 'out-of-memory', code: 'killed', message: 'the worker died', signal: 'SIGKILL' },
  'waiting',
);
claim('a1-0');
store.releaseRun(ledger, claim('a1-1'), 'paused');
store.annotateTrial(ledger, 'a0', { tags: ['keep', 'résumé'], note: 'why', pinned: true });
ledger.close();
writeFileSync(output, gzipSync(readFileSync(file), { level: 9 }));
rmSync(folder, { recursive: true });
