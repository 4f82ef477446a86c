import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Ledger } from '../ledger.js';
import { leaderboard } from '../queries/leaderboard.js';
import { runsOf } from '../queries/runs-of.js';
import { findSweep, listSweeps } from '../queries/sweeps.js';
import { unscoredTrials } from '../queries/unscored-trials.js';
import {
  finished,
  sampleLedger,
  sampleSettings,
  sampleSweep,
  sampleTrial,
} from '../testing/sample-ledger.js';
import { temporaryFolder } from '../testing/temporary-folder.js';
import { addTrials } from './add-trials.js';
import { claimRun } from './claim-run.js';
import { createSweep } from './create-sweep.js';
import { finishRun } from './finish-run.js';
import { scoreTrial } from './score-trial.js';

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

function complete(runId: string, score: number): void {
  const hold = claimRun(ledger, runId, { worker: 'w', device: 'cpu' });
  if (hold === undefined) throw new Error(`${runId} cannot be claimed`);
  expect(finishRun(ledger, hold, finished(score))).toBe('accepted');
}

describe('createSweep', () => {
  it('finds the sweep again when its file is launched again, with the new content', () => {
    const spec = { name: 'sample', method: 'grid', run_cap: 5 };
    expect(createSweep(ledger, { ...sampleSweep, spec, file: 'moved.yaml' })).toEqual({
      id: sweepId,
      created: false,
    });
    expect(listSweeps(ledger)).toMatchObject([{ id: sweepId, spec, file: 'moved.yaml', trials: 2 }]);
  });

  it.each([
    ['metric', { metric: 'accuracy' }],
    ['folds', { folds: { ...sampleSweep.folds, count: 3 } }],
    ['competition', { competition: { path: '/data/competition.yaml', hash: 'changed' } }],
    ['name', { name: 'other' }],
  ] as const)(
    'starts another sweep when the %s differs: the scores could not be compared',
    (_what, change) => {
      const { id, created } = createSweep(ledger, { ...sampleSweep, ...change });
      expect(created).toBe(true);
      expect(listSweeps(ledger).map((sweep) => sweep.id)).toEqual([id, sweepId]);
    },
  );

  it('makes the sweep that was launched last the newest, whatever the clock says', () => {
    const other = createSweep(ledger, { ...sampleSweep, name: 'other' }).id;
    expect(findSweep(ledger).id).toBe(other);
    createSweep(ledger, sampleSweep);
    expect(findSweep(ledger).id).toBe(sweepId);
    expect(findSweep(ledger, 'other').id).toBe(other);
    expect(findSweep(ledger, other).id).toBe(other);
    expect(findSweep(ledger, other.slice(0, 5)).id).toBe(other);
    expect(() => findSweep(ledger, 'othr')).toThrow(/found "othr"; allowed: sample \(.*\), other \(/);
  });
});

describe('addTrials', () => {
  it('keeps trials that are there, with their results, and appends new ones', () => {
    complete('a0-0', 0.5);
    const trials = [sampleTrial('new', { seed: 7 }), sampleTrial('a0', { seed: 0 })];
    expect(addTrials(ledger, sweepId, trials)).toEqual({ added: ['new'], kept: ['a0'] });
    expect(addTrials(ledger, sweepId, trials)).toEqual({ added: [], kept: ['new', 'a0'] });
    expect(runsOf(ledger, sweepId).map(({ id, state }) => `${id} ${state}`)).toEqual([
      'a0-0 complete',
      'a0-1 waiting',
      'a1-0 waiting',
      'a1-1 waiting',
      'new-0 waiting',
      'new-1 waiting',
    ]);
  });

  it('gives an equal cell of another sweep the results that are there; its score is that sweep’s own', () => {
    complete('a0-0', 0.5);
    complete('a0-1', 0.7);
    scoreTrial(ledger, sweepId, 'a0', { macro_f1: 0.6, accuracy: 0.8 });
    const other = createSweep(ledger, { ...sampleSweep, name: 'other', metric: 'accuracy' }).id;
    expect(addTrials(ledger, other, [sampleTrial('a0', { seed: 0 })]).kept).toEqual(['a0']);
    expect(leaderboard(ledger, other)).toMatchObject([{ state: 'complete', score: undefined }]);
    expect(unscoredTrials(ledger, other)).toEqual(['a0']);
    scoreTrial(ledger, other, 'a0', { macro_f1: 0.6, accuracy: 0.8 });
    expect(leaderboard(ledger, other)).toMatchObject([{ score: 0.8 }]);
    expect(leaderboard(ledger, sweepId)).toMatchObject([{ score: 0.6 }, {}]);
  });

  it('keeps which weights a trial was planned with, for every run of it', () => {
    addTrials(ledger, sweepId, [{ ...sampleTrial('new', { seed: 7 }), weightsHash: 'abc' }]);
    expect(runsOf(ledger, sweepId, 'new').map(({ weightsHash }) => weightsHash)).toEqual(['abc', 'abc']);
    expect(runsOf(ledger, sweepId, 'a0')[0]?.weightsHash).toBeUndefined();
  });

  it('learns where a weights file is now, and nothing else of its settings', () => {
    const planned = (weights: string, seed = 7) => ({
      ...sampleTrial('new', { seed, weights }),
      weightsHash: 'abc',
    });
    addTrials(ledger, sweepId, [planned('/old/net.safetensors')]);
    expect(addTrials(ledger, sweepId, [planned('/new/net.safetensors', 8)]).kept).toEqual(['new']);
    const { settings } = runsOf(ledger, sweepId, 'new')[0] ?? {};
    expect(settings).toEqual(sampleSettings({ seed: 7, weights: '/new/net.safetensors' }));
  });

  it('keeps the settings under which a trial ran', () => {
    addTrials(ledger, sweepId, [sampleTrial('a0', { momentum: 0.1 })]);
    expect(leaderboard(ledger, sweepId)[0]?.settings).toEqual(sampleSettings({ seed: 0 }));
  });
});

describe('scoreTrial', () => {
  it('waits for all folds, and is no longer missing once stored', () => {
    complete('a0-0', 0.5);
    expect(unscoredTrials(ledger, sweepId)).toEqual([]);
    expect(() => {
      scoreTrial(ledger, sweepId, 'a0', { macro_f1: 1 });
    }).toThrow(/runs are all complete/);
    complete('a0-1', NaN);
    expect(unscoredTrials(ledger, sweepId)).toEqual(['a0']);
    scoreTrial(ledger, sweepId, 'a0', { macro_f1: NaN });
    expect(unscoredTrials(ledger, sweepId)).toEqual([]);
    expect(leaderboard(ledger, sweepId)[0]?.score).toBeNaN();
  });

  it("refuses values without the sweep's metric", () => {
    complete('a0-0', 0.5);
    complete('a0-1', 0.5);
    expect(() => {
      scoreTrial(ledger, sweepId, 'a0', { accuracy: 1 });
    }).toThrow(/lacks the sweep's metric/);
  });
});
