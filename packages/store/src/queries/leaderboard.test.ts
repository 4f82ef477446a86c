import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Ledger } from '../ledger.js';
import { finished, sampleLedger, sampleSettings, sampleTrial, started } from '../testing/sample-ledger.js';
import { temporaryFolder } from '../testing/temporary-folder.js';
import { addTrials } from '../verbs/add-trials.js';
import { claimRun, type Claim } from '../verbs/claim-run.js';
import { failRun } from '../verbs/fail-run.js';
import { finishRun } from '../verbs/finish-run.js';
import { recordEvents } from '../verbs/record-events.js';
import { scoreTrial } from '../verbs/score-trial.js';
import { findTrial } from './find-trial.js';
import { leaderboard } from './leaderboard.js';
import { trialDetail } from './trial-detail.js';

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

function start(runId: string, resumedFromStep: number, device = 'cpu'): Claim {
  const hold = claimRun(ledger, runId, { worker: 'w', device });
  if (hold === undefined) throw new Error(`${runId} cannot be claimed`);
  recordEvents(ledger, [{ ...hold, sequence: 0, event: { ...started(resumedFromStep), device } }]);
  return hold;
}

describe('leaderboard', () => {
  it('shows a trial as the sum of its runs', () => {
    const lost = start('a0-0', 0);
    failRun(ledger, lost, { class: 'lost', code: 'killed', message: '' }, 'waiting');
    finishRun(ledger, start('a0-0', 10), finished(0.5));
    expect(leaderboard(ledger, sweepId)[0]).toMatchObject({
      trialId: 'a0',
      state: 'waiting',
      runsComplete: 1,
      runs: 2,
      score: undefined,
      values: undefined,
      foldScores: [0.5, undefined],
      seconds: 1.5,
      resumedAttempts: 1,
    });
    finishRun(ledger, start('a0-1', 0, 'webgpu'), finished(0.7));
    scoreTrial(ledger, sweepId, 'a0', { macro_f1: 0.61, accuracy: 0.62 });
    expect(leaderboard(ledger, sweepId)).toEqual([
      {
        trialId: 'a0',
        ordinal: 0,
        settings: sampleSettings({ seed: 0 }),
        state: 'complete',
        runsComplete: 2,
        runs: 2,
        score: 0.61,
        values: { macro_f1: 0.61, accuracy: 0.62 },
        foldScores: [0.5, 0.7],
        seconds: 3,
        engines: ['onnxruntime'],
        devices: ['cpu', 'webgpu'],
        resumedAttempts: 1,
        numericsChanged: false,
        quarantined: 0,
        tags: [],
        note: '',
        pinned: false,
      },
      expect.objectContaining({
        trialId: 'a1',
        state: 'waiting',
        foldScores: [undefined, undefined],
        seconds: 0,
      }),
    ]);
  });
});

describe('findTrial', () => {
  it('takes the beginning of an id, and lists the trials that fit when there are several', () => {
    addTrials(ledger, sweepId, [sampleTrial('a0b', { seed: 50 }), sampleTrial('b%', { seed: 51 })]);
    expect(findTrial(ledger, sweepId, 'b')).toBe('b%');
    expect(findTrial(ledger, sweepId, 'a0')).toBe('a0');
    expect(() => findTrial(ledger, sweepId, 'a')).toThrow(/found "a"; allowed: a0, a0b, a1/);
    expect(() => findTrial(ledger, sweepId, '')).toThrow(/several/);
    expect(() => findTrial(ledger, sweepId, '%')).toThrow(/no such trial/);
    expect(() => findTrial(ledger, sweepId, 'A0')).toThrow(/no such trial/);
  });
});

describe('trialDetail', () => {
  it('has each run with the history of its attempts', () => {
    failRun(ledger, start('a1-1', 0), { class: 'bug', code: 'x', message: 'why' }, 'failed');
    const detail = trialDetail(ledger, sweepId, 'a1');
    expect(detail).toMatchObject({ id: 'a1', ordinal: 1, state: 'waiting', values: undefined });
    expect(detail.runs.map(({ id, state, history }) => [id, state, history.length])).toEqual([
      ['a1-0', 'waiting', 0],
      ['a1-1', 'failed', 1],
    ]);
    expect(detail.runs[1]?.history[0]).toMatchObject({ failure: 'bug', code: 'x', message: 'why' });
  });
});
