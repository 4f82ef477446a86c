import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { trialSettings } from '@frostline/protocol';
import { addTrials, createSweep, openLedger, runsOf, type Ledger } from '@frostline/store';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { HeldRuns } from './held-runs.js';

let home: string;
beforeEach(() => {
  home = mkdtempSync(path.join(tmpdir(), 'frostline-held-'));
});
afterEach(() => {
  rmSync(home, { recursive: true });
});

/** A sweep of one trial, both of whose runs wait. */
function sampleSweep(ledger: Ledger): string {
  const { id } = createSweep(ledger, {
    name: 'sample',
    file: 'sweep.yaml',
    spec: { name: 'sample', method: 'grid' },
    metric: 'accuracy',
    goal: 'maximize',
    folds: { kind: 'stratified', count: 2, seed: 0 },
    competition: { path: '/data/competition.yaml', hash: 'c0ffee' },
  });
  const settings = trialSettings.parse({ backbone: 'squeezenet1_1', freeze: 'head' });
  addTrials(ledger, id, [
    { id: 'a', settings, runs: [0, 1].map((fold) => ({ id: `a-${fold}`, trialId: 'a', fold })) },
  ]);
  return id;
}

it('a run that fails while it is to pause is paused at once and alone: nobody sees it wait, whenever the owner dies', () => {
  const file = path.join(home, 'ledger.db');
  const seen: (string | undefined)[] = [];
  let watch = false;
  const ledger = openLedger(file, {
    afterStatement: () => {
      if (watch) seen.push(stateIn(reader));
    },
  });
  const sweepId = sampleSweep(ledger);
  const reader = openLedger(file, { readonly: true });
  const stateIn = (from: Ledger) => runsOf(from, sweepId)[0]?.state;
  const held = new HeldRuns(ledger, home);
  const [run] = runsOf(ledger, sweepId);
  if (run === undefined) throw new Error('there is no run');
  held.claim(run, 1, 'cpu-0', 'cpu');
  held.noteFailure('a-0', { class: 'bug', code: 'x', message: '' });

  watch = true;
  held.pause('a-0');
  expect(new Set(seen)).toEqual(new Set(['running']));
  expect(runsOf(reader, sweepId).map(({ state }) => state)).toEqual(['paused', 'waiting']);
  reader.close();
  ledger.close();
});
