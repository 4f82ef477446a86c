import { rankTrials } from '@frostline/sweep/ranking';
import fc from 'fast-check';
import path from 'node:path';
import { expect, it } from 'vitest';
import { openLedger, type Ledger } from '../ledger.js';
import { finished, sampleSweep, sampleTrial } from '../testing/sample-ledger.js';
import { temporaryFolder } from '../testing/temporary-folder.js';
import { addTrials } from '../verbs/add-trials.js';
import { claimRun } from '../verbs/claim-run.js';
import { createSweep, type NewSweep } from '../verbs/create-sweep.js';
import { finishRun } from '../verbs/finish-run.js';
import { scoreTrial } from '../verbs/score-trial.js';
import { leaderboard } from './leaderboard.js';
import { trialRank } from './trial-rank.js';

const trials = 8;
/** Few values, so that there are ties; neighbours that only the last bit tells apart; none at all. */
const score = fc.oneof(
  fc.constantFrom(0, 1, 0.5, 0.5 + 2 ** -53, NaN, Infinity, -Infinity, undefined),
  fc.double({ min: 0, max: 1, noNaN: true }),
);

function scoredSweep(ledger: Ledger, sweep: NewSweep, scores: readonly (number | undefined)[]): string {
  const { id } = createSweep(ledger, sweep);
  // The ids do not follow the places.
  const planned = scores.map((_, index) =>
    sampleTrial(`${sweep.name}-${(index * 5) % trials}`, { seed: index }),
  );
  addTrials(ledger, id, planned);
  scores.forEach((score, index) => {
    if (score === undefined) return;
    for (const run of planned[index]?.runs ?? []) {
      const claim = claimRun(ledger, run.id, { worker: 'w', device: 'cpu' });
      if (claim === undefined) throw new Error(`${run.id} cannot be claimed`);
      finishRun(ledger, claim, finished(0.5));
    }
    scoreTrial(ledger, id, planned[index]?.id ?? '', { macro_f1: score, accuracy: 1 - index / 10 });
  });
  return id;
}

it.each(['maximize', 'minimize'] as const)('is the rank in the whole leaderboard, goal: %s', (goal) => {
  const { folder, remove } = temporaryFolder();
  const ledger = openLedger(path.join(folder, 'ledger.db'));
  let sweeps = 0;
  fc.assert(
    fc.property(fc.array(score, { minLength: trials, maxLength: trials }), (scores) => {
      sweeps += 1;
      const sweep = { ...sampleSweep, goal, name: String(sweeps) };
      const id = ledger.write(() => scoredSweep(ledger, sweep, scores));
      const rows = leaderboard(ledger, id).map((row) => ({ ...row, id: row.trialId }));
      for (const { id: trial, rank } of rankTrials(rows, { goal }))
        expect([trial, trialRank(ledger, id, trial) ?? null]).toEqual([trial, rank]);
    }),
    { numRuns: 40 },
  );
  ledger.close();
  remove();
});
