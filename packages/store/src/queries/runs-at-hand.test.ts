import { afterEach, beforeEach, expect, it } from 'vitest';
import path from 'node:path';
import type { Ledger } from '../ledger.js';
import { sampleLedger, started } from '../testing/sample-ledger.js';
import { temporaryFolder } from '../testing/temporary-folder.js';
import { claimRun } from '../verbs/claim-run.js';
import { failRun } from '../verbs/fail-run.js';
import { recordEvents } from '../verbs/record-events.js';
import { checkpointedRuns } from './checkpointed-runs.js';
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

it('finds the runs that go on from a checkpoint, by the last of the newest attempt that has one', () => {
  const begin = (runId: string, ...steps: number[]) => {
    const hold = claimRun(ledger, runId, { worker: 'w', device: 'cpu:0' });
    if (hold === undefined) throw new Error(`${runId} cannot be claimed`);
    const checkpoints = steps.map((step) => ({ type: 'checkpoint', step, file: 'f', sha256: 'x' }) as const);
    recordEvents(
      ledger,
      [started(), ...checkpoints].map((event, sequence) => ({ ...hold, sequence, event })),
    );
    return hold;
  };
  const lost = { class: 'lost', code: 'worker-lost', message: 'killed' } as const;
  failRun(ledger, begin('a0-0', 10, 20), lost, 'waiting');
  failRun(ledger, begin('a0-0', 15), lost, 'waiting');
  claimRun(ledger, 'a0-0', { worker: 'w', device: 'cpu:0' });
  failRun(ledger, begin('a2-0', 10), lost, 'paused');
  failRun(ledger, begin('a2-1', 10), lost, 'failed');
  expect(checkpointedRuns(ledger, sweepId)).toEqual([
    { id: 'a0-0', state: 'running', step: 15, totalSteps: 30 },
    { id: 'a2-0', state: 'paused', step: 10, totalSteps: 30 },
  ]);
});
