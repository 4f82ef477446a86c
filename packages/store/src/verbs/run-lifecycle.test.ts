import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Ledger } from '../ledger.js';
import { attemptsOf } from '../queries/attempts-of.js';
import { runsOf, type RunRow } from '../queries/runs-of.js';
import { finished, metrics, sampleLedger, sampleSweep, sampleTrial } from '../testing/sample-ledger.js';
import { temporaryFolder } from '../testing/temporary-folder.js';
import { addTrials } from './add-trials.js';
import { claimRun, type Claim } from './claim-run.js';
import { createSweep } from './create-sweep.js';
import { failRun } from './fail-run.js';
import { finishRun } from './finish-run.js';
import { findSelection } from '../queries/find-selection.js';
import { prioritizeTrial } from './prioritize-trial.js';
import { pauseTrials, resumeTrials, retryTrials } from './move-runs.js';
import { recordEvents } from './record-events.js';
import { releaseRun } from './release-run.js';
import { requeueLost } from './requeue-lost.js';

const lost = { class: 'lost', code: 'killed', message: 'the worker died', signal: 'SIGKILL' } as const;

let ledger: Ledger;
let sweepId: string;
let remove: () => void;
beforeEach(() => {
  const temporary = temporaryFolder();
  remove = () => temporary.remove();
  ({ ledger, sweepId } = sampleLedger(path.join(temporary.folder, 'ledger.db')));
});
afterEach(() => {
  ledger.close();
  remove();
});

function claim(runId = 'a0-0'): Claim {
  const hold = claimRun(ledger, runId, { worker: 'cpu-0', device: 'cpu' });
  if (hold === undefined) throw new Error(`${runId} cannot be claimed`);
  return hold;
}

function run(runId = 'a0-0'): RunRow {
  const row = runsOf(ledger, sweepId).find(({ id }) => id === runId);
  if (row === undefined) throw new Error(`no run ${runId}`);
  return row;
}

describe('claimRun', () => {
  it('gives a run to one holder, with a folder of its own for each attempt', () => {
    const first = claim();
    expect(first).toMatchObject({ runId: 'a0-0', attempt: 1, artifacts: 'runs/a0-0/attempt-1' });
    expect(claimRun(ledger, 'a0-0', { worker: 'cpu-1', device: 'cpu' })).toBeUndefined();
    failRun(ledger, first, lost, 'waiting');
    const second = claim();
    expect(second).toMatchObject({ attempt: 2, artifacts: 'runs/a0-0/attempt-2' });
    expect(second.token).not.toBe(first.token);
  });

  it('gives out nothing that is finished, failed or unknown', () => {
    finishRun(ledger, claim(), finished(1));
    failRun(ledger, claim('a0-1'), lost, 'failed');
    for (const runId of ['a0-0', 'a0-1', 'nothing'])
      expect(claimRun(ledger, runId, { worker: 'w', device: 'cpu' })).toBeUndefined();
  });
});

describe('finishRun', () => {
  it('stores the result once; a repetition is a duplicate and changes nothing', () => {
    const hold = claim();
    expect(finishRun(ledger, hold, finished(0.5))).toBe('accepted');
    const before = run();
    expect(before).toMatchObject({
      state: 'complete',
      result: { step: 30, epoch: 2, values: { macro_f1: 0.5, accuracy: 0.5 }, seconds: 1.5 },
    });
    expect(finishRun(ledger, hold, finished(0.9))).toBe('duplicate');
    expect(run()).toEqual(before);
  });

  it('counts the time of all attempts, and of one that died with its owner only what it reported', () => {
    let now = 1_000_000;
    const clock = { now: () => now, monotonic: () => 0 };
    const temporary = temporaryFolder();
    const timed = sampleLedger(path.join(temporary.folder, 'ledger.db'), { clock });
    const attempt = (): Claim => {
      const hold = claimRun(timed.ledger, 'a0-0', { worker: 'cpu-0', device: 'cpu' });
      return hold ?? expect.fail('it cannot be claimed');
    };
    const failed = attempt();
    now += 20_000;
    failRun(timed.ledger, failed, lost, 'waiting');
    now += 3_600_000;
    const report = { type: 'metrics', step: 10, epoch: 0, values: { seconds: 4 } } as const;
    recordEvents(timed.ledger, [{ ...attempt(), sequence: 1, event: report }]);
    now += 3_600_000;
    requeueLost(timed.ledger);
    finishRun(timed.ledger, attempt(), finished(0.5));
    expect(runsOf(timed.ledger, timed.sweepId)[0]?.result?.seconds).toBe(20 + 4 + 1.5);
    timed.ledger.close();
    temporary.remove();
  });

  it('refuses a stale token, a wrong attempt and an unknown run', () => {
    const zombie = claim();
    requeueLost(ledger);
    const holder = claim();
    expect(finishRun(ledger, zombie, finished(0.1))).toBe('stale');
    expect(finishRun(ledger, { ...holder, attempt: 1 }, finished(0.1))).toBe('stale');
    expect(finishRun(ledger, { ...holder, token: zombie.token }, finished(0.1))).toBe('stale');
    expect(finishRun(ledger, { ...holder, runId: 'nothing' }, finished(0.1))).toBe('stale');
    expect(run()).toMatchObject({ state: 'running', result: undefined });
    expect(finishRun(ledger, holder, finished(0.5))).toBe('accepted');
    expect(finishRun(ledger, zombie, finished(0.1))).toBe('stale');
    expect(run().result?.values['macro_f1']).toBe(0.5);
  });
});

describe('failRun', () => {
  it('pauses a run that is to stop, and no other of its trial', () => {
    expect(failRun(ledger, claim('a0-0'), lost, 'paused')).toBe('accepted');
    expect(runsOf(ledger, sweepId, 'a0').map(({ state }) => state)).toEqual(['paused', 'waiting']);
  });

  it('requeues or fails the run and keeps the reason with the attempt', () => {
    expect(failRun(ledger, claim(), lost, 'waiting')).toBe('accepted');
    expect(run()).toMatchObject({ state: 'waiting', attempts: 1, failures: { lost: 1 } });
    const second = claim();
    const bug = { class: 'bug', code: 'internal', message: 'internal: no', exitCode: 1 } as const;
    expect(failRun(ledger, second, bug, 'failed')).toBe('accepted');
    expect(failRun(ledger, second, bug, 'failed')).toBe('duplicate');
    expect(finishRun(ledger, second, finished(1))).toBe('stale');
    expect(run()).toMatchObject({ state: 'failed', attempts: 2, failures: { lost: 1, bug: 1 } });
    expect(attemptsOf(ledger, 'a0-0')).toMatchObject([
      { outcome: 'failed', failure: 'lost', code: 'killed', signal: 'SIGKILL', exitCode: null },
      { outcome: 'failed', failure: 'bug', message: 'internal: no', signal: null, exitCode: 1 },
    ]);
  });
});

describe('prioritizeTrial', () => {
  it('gives all runs of a trial a priority, in this sweep alone', () => {
    const other = createSweep(ledger, { ...sampleSweep, name: 'another' });
    addTrials(ledger, other.id, [sampleTrial('a1', { seed: 1 })]);
    prioritizeTrial(ledger, sweepId, 'a1', 5);
    const priorities = (id: string) => runsOf(ledger, id).map(({ priority }) => priority);
    expect(priorities(sweepId)).toEqual([0, 0, 5, 5]);
    expect(priorities(other.id)).toEqual([0, 0]);
    expect(() => prioritizeTrial(ledger, sweepId, 'b0', 5)).toThrow('no such trial');
  });
});

describe('failures', () => {
  it('are counted by class, from the last retry on; stops and an owner that died are none', () => {
    const bug = { class: 'bug', code: 'internal', message: 'internal: no' } as const;
    failRun(ledger, claim(), bug, 'failed');
    retryTrials(ledger, sweepId);
    for (const failure of [lost, bug, lost]) failRun(ledger, claim(), failure, 'waiting');
    releaseRun(ledger, claim(), 'paused');
    claim();
    requeueLost(ledger);
    expect(run()).toMatchObject({ attempts: 6, failures: { lost: 2, bug: 1 } });
    expect(run('a0-1').failures).toEqual({});
  });
});

describe('releaseRun', () => {
  it('is not a failure, and a paused run can be claimed', () => {
    expect(releaseRun(ledger, claim(), 'paused')).toBe('accepted');
    expect(run()).toMatchObject({ state: 'paused', attempts: 1, failures: {} });
    expect(releaseRun(ledger, claim(), 'waiting')).toBe('accepted');
    expect(run()).toMatchObject({ state: 'waiting', attempts: 2, failures: {} });
    expect(attemptsOf(ledger, 'a0-0').map(({ outcome }) => outcome)).toEqual(['stopped', 'stopped']);
  });
});

describe('requeueLost', () => {
  it('frees exactly the running runs, closes their attempts and counts no failure', () => {
    const held = claim('a0-0');
    finishRun(ledger, claim('a0-1'), finished(1));
    releaseRun(ledger, claim('a1-0'), 'paused');
    expect(requeueLost(ledger)).toEqual(['a0-0']);
    expect(runsOf(ledger, sweepId).map(({ state }) => state)).toEqual([
      'waiting',
      'complete',
      'paused',
      'waiting',
    ]);
    expect(run()).toMatchObject({ attempts: 1, failures: {} });
    expect(attemptsOf(ledger, 'a0-0')).toMatchObject([{ outcome: 'lost', failure: null }]);
    expect(recordEvents(ledger, [{ ...held, sequence: 9, event: metrics(1, { loss: 1 }) }])).toEqual([
      'stale',
    ]);
    expect(requeueLost(ledger)).toEqual([]);
  });
});

describe('retryTrials, pauseTrials, resumeTrials', () => {
  it('retry failed runs with their failures forgiven, and nothing else', () => {
    failRun(ledger, claim('a0-0'), lost, 'failed');
    failRun(ledger, claim('a1-1'), lost, 'failed');
    finishRun(ledger, claim('a0-1'), finished(1));
    expect(retryTrials(ledger, sweepId, { trialId: 'a1' })).toEqual(['a1-1']);
    expect(retryTrials(ledger, sweepId)).toEqual(['a0-0']);
    expect(retryTrials(ledger, sweepId)).toEqual([]);
    expect(run()).toMatchObject({ state: 'waiting', attempts: 1, failures: {} });
    failRun(ledger, claim('a0-0'), lost, 'waiting');
    expect(run()).toMatchObject({ attempts: 2, failures: { lost: 1 } });
    expect(run('a0-1').state).toBe('complete');
  });

  it('pause what waits, leave what is held, and bring it back', () => {
    claim('a0-0');
    expect(pauseTrials(ledger, sweepId, { trialId: 'a0' })).toEqual(['a0-1']);
    expect(pauseTrials(ledger, sweepId)).toEqual(['a1-0', 'a1-1']);
    expect(run('a0-0').state).toBe('running');
    expect(resumeTrials(ledger, sweepId, { trialId: 'a1' })).toEqual(['a1-0', 'a1-1']);
    expect(run('a0-1').state).toBe('paused');
  });

  it('move one run of a trial and leave the others', () => {
    const { trialId, runId } = findSelection(ledger, sweepId, { trial: 'a1', fold: 1 });
    expect({ trialId, runId }).toEqual({ trialId: 'a1', runId: 'a1-1' });
    expect(pauseTrials(ledger, sweepId, { trialId, runId })).toEqual(['a1-1']);
    expect(resumeTrials(ledger, sweepId, { trialId: 'a0', runId })).toEqual([]);
    expect(resumeTrials(ledger, sweepId, { trialId, runId })).toEqual(['a1-1']);
    expect(() => findSelection(ledger, sweepId, { trial: 'a1', fold: 7 })).toThrow('allowed: 0, 1');
  });
});
