import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Ledger } from '../ledger.js';
import { sampleLedger, sampleSettings, sampleSweep } from '../testing/sample-ledger.js';
import { claimRun } from '../verbs/claim-run.js';
import { createSweep } from '../verbs/create-sweep.js';
import { failRun } from '../verbs/fail-run.js';
import { recentFailures } from './recent-failures.js';

let ledger: Ledger;
let sweepId: string;
let now = 1000;
beforeEach(() => {
  ({ ledger, sweepId } = sampleLedger(':memory:', { clock: { now: () => now, monotonic: () => 0 } }));
});
afterEach(() => {
  ledger.close();
});

function fail(runId: string, retry: boolean): void {
  now += 1;
  const hold = claimRun(ledger, runId, { worker: 'w', device: 'cpu' });
  if (hold === undefined) throw new Error(`${runId} cannot be claimed`);
  failRun(ledger, hold, { class: 'bug', code: 'x', message: runId }, retry ? 'waiting' : 'failed');
}

describe('recentFailures', () => {
  it('has the newest first, also of runs that went on, and no more than asked for', () => {
    fail('a0-0', true);
    fail('a1-1', false);
    fail('a0-0', true);
    const failures = recentFailures(ledger, sweepId, 10);
    expect(failures.map(({ runId, attempt }) => [runId, attempt])).toEqual([
      ['a0-0', 2],
      ['a1-1', 1],
      ['a0-0', 1],
    ]);
    expect(failures[1]).toEqual({
      runId: 'a1-1',
      trialId: 'a1',
      settings: sampleSettings({ seed: 1 }),
      fold: 1,
      attempt: 1,
      failure: 'bug',
      code: 'x',
      message: 'a1-1',
      ended: now - 1,
    });
    expect(recentFailures(ledger, sweepId, 2)).toEqual(failures.slice(0, 2));
  });

  it("does not have other sweeps' failures", () => {
    fail('a0-0', true);
    const other = createSweep(ledger, { ...sampleSweep, name: 'other' });
    expect(recentFailures(ledger, other.id, 10)).toEqual([]);
  });
});
