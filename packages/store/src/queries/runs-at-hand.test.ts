import { afterEach, beforeEach, expect, it } from 'vitest';
import path from 'node:path';
import type { Ledger } from '../ledger.js';
import { sampleLedger } from '../testing/sample-ledger.js';
import { temporaryFolder } from '../testing/temporary-folder.js';
import { claimRun } from '../verbs/claim-run.js';
import { countRuns } from './count-runs.js';
import { findRuns } from './find-runs.js';

let ledger: Ledger;
let sweepId: string;
let folder: ReturnType<typeof temporaryFolder>;
beforeEach(() => {
  folder = temporaryFolder();
  ({ ledger, sweepId } = sampleLedger(path.join(folder.folder, 'ledger.db'), { trials: 3 }));
  claimRun(ledger, 'a1-0', { worker: 'w', device: 'cpu:0' });
});
afterEach(() => {
  ledger.close();
  folder.remove();
});

it('counts the runs of a sweep by state', () => {
  expect(countRuns(ledger, sweepId)).toEqual({ running: 1, waiting: 5 });
});

it('finds runs by their ids, with the settings and the attempt that holds them', () => {
  expect(findRuns(ledger, ['a2-1', 'a1-0', 'none'])).toMatchObject([
    { id: 'a1-0', trialId: 'a1', fold: 0, state: 'running', attempts: 1, settings: { seed: 1 } },
    { id: 'a2-1', trialId: 'a2', fold: 1, state: 'waiting', attempts: 0, settings: { seed: 2 } },
  ]);
});
