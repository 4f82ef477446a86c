import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Ledger } from '../ledger.js';
import { leaderboard } from '../queries/leaderboard.js';
import { trialDetail } from '../queries/trial-detail.js';
import { sampleLedger, sampleSweep, sampleTrial } from '../testing/sample-ledger.js';
import { addTrials } from './add-trials.js';
import { annotateTrial } from './annotate-trial.js';
import { createSweep } from './create-sweep.js';

let ledger: Ledger;
let sweepId: string;
beforeEach(() => {
  ({ ledger, sweepId } = sampleLedger(':memory:'));
});
afterEach(() => {
  ledger.close();
});

describe('annotateTrial', () => {
  it('changes what it is given and keeps the rest', () => {
    expect(annotateTrial(ledger, 'a1', { note: 'x' })).toEqual({ tags: [], note: 'x', pinned: false });
    expect(annotateTrial(ledger, 'a1', { tags: ['b', 'a'], pinned: true })).toEqual({
      tags: ['b', 'a'],
      note: 'x',
      pinned: true,
    });
    const cleared = { tags: [], note: '', pinned: true };
    expect(annotateTrial(ledger, 'a1', { tags: [], note: '', pinned: undefined })).toEqual(cleared);
    expect(leaderboard(ledger, sweepId)[1]).toMatchObject(cleared);
  });

  it('is seen in every sweep that holds the trial, and on no other trial', () => {
    const noted = { tags: ['keep'], note: '=1+1\n"quoted"', pinned: true };
    annotateTrial(ledger, 'a1', noted);
    const other = createSweep(ledger, { ...sampleSweep, name: 'other' });
    addTrials(ledger, other.id, [sampleTrial('a1', { seed: 1 }), sampleTrial('b0', { seed: 7 })]);
    for (const id of [sweepId, other.id]) {
      expect(leaderboard(ledger, id).find(({ trialId }) => trialId === 'a1')).toMatchObject(noted);
      expect(trialDetail(ledger, id, 'a1')).toMatchObject(noted);
    }
    const nothing = { tags: [], note: '', pinned: false };
    expect(leaderboard(ledger, other.id)[1]).toMatchObject(nothing);
    expect(trialDetail(ledger, other.id, 'b0')).toMatchObject(nothing);
  });

  it('refuses an id that no trial has', () => {
    expect(() => annotateTrial(ledger, 'a', { pinned: true })).toThrow(/no such trial/);
  });
});
