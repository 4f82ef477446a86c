import path from 'node:path';
import type { RunState } from '@frostline/protocol';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { openLedger, type Ledger } from './ledger.js';
import type { ChangeOutcome } from './run-hold.js';
import { attemptsOf } from './queries/attempts-of.js';
import { leaderboard } from './queries/leaderboard.js';
import { runsOf, type RunRow } from './queries/runs-of.js';
import { trialDetail } from './queries/trial-detail.js';
import {
  finished,
  metrics,
  sampleLedger,
  sampleSettings,
  sampleSweep,
  started,
} from './testing/sample-ledger.js';
import { temporaryFolder } from './testing/temporary-folder.js';
import { trialState } from './trial-state.js';
import { addTrials } from './verbs/add-trials.js';
import { claimRun, type Claim } from './verbs/claim-run.js';
import { createSweep } from './verbs/create-sweep.js';
import { failRun } from './verbs/fail-run.js';
import { finishRun } from './verbs/finish-run.js';
import { pauseTrials, resumeTrials, retryTrials } from './verbs/move-runs.js';
import { recordEvents, type DurableEvent } from './verbs/record-events.js';
import { releaseRun } from './verbs/release-run.js';
import { requeueLost } from './verbs/requeue-lost.js';

/** What a run may go to; terminal states are left only by a person's retry. */
const allowed: Readonly<Record<RunState, readonly RunState[]>> = {
  waiting: ['running', 'paused'],
  running: ['waiting', 'paused', 'complete', 'failed'],
  paused: ['running', 'waiting'],
  complete: [],
  pruned: [],
  failed: ['waiting'],
};

/** A verb with numbers that pick the run, or which of all holds ever given out (stale ones too) is shown. */
const step = fc.record({
  // Claims and lost holds often: stale holds of a run that is held again are what matters.
  verb: fc.oneof(
    { weight: 4, arbitrary: fc.constant('claim') },
    { weight: 2, arbitrary: fc.constantFrom('restart', 'retry-later') },
    {
      weight: 6,
      arbitrary: fc.constantFrom('record', 'finish', 'fail', 'release', 'pause', 'resume', 'retry'),
    },
    { weight: 4, arbitrary: fc.constantFrom('start', 'quarantine', 'share') },
  ),
  pick: fc.nat(1000),
});
type Step = typeof step extends fc.Arbitrary<infer Value> ? Value : never;

/** Does one step and says under which hold it was accepted, if it was. */
function perform(ledger: Ledger, sweepId: string, holds: Claim[], { verb, pick }: Step): Claim | undefined {
  const runs = ['a0-0', 'a1-1'];
  const hold = holds[pick % Math.max(holds.length, 1)];
  const failure = { class: 'lost', code: 'killed', message: '' } as const;
  if (verb === 'claim') {
    const claim = claimRun(ledger, runs[pick % 2] ?? '', { worker: 'w', device: 'cpu' });
    if (claim !== undefined) holds.push(claim);
  } else if (verb === 'pause') pauseTrials(ledger, sweepId);
  else if (verb === 'resume') resumeTrials(ledger, sweepId);
  else if (verb === 'retry') retryTrials(ledger, sweepId);
  else if (verb === 'restart') requeueLost(ledger);
  else if (verb === 'share') share(ledger, `a${pick % 2}`);
  else if (hold !== undefined) {
    const recorded = (event: DurableEvent): ChangeOutcome | undefined =>
      recordEvents(ledger, [{ ...hold, sequence: pick, event }])[0];
    const outcome = {
      record: () => recorded(metrics(pick, { loss: pick })),
      start: () =>
        recorded({
          ...started(pick % 3),
          device: `cpu:${pick % 2}`,
          engine: pick % 5 === 0 ? 'wasm' : 'onnxruntime',
          numericsChanged: pick % 7 === 0,
        }),
      quarantine: () =>
        recorded({
          type: 'quarantined',
          images: [pick % 3, 7].map((id) => ({
            split: 'train' as const,
            id: String(id),
            path: 'x.png',
            reason: 'no image',
          })),
        }),
      finish: () => finishRun(ledger, hold, finishedWith(pick % 10 === 0 ? NaN : pick)),
      fail: () => failRun(ledger, hold, failure, 'failed'),
      'retry-later': () => failRun(ledger, hold, failure, 'waiting'),
      release: () => releaseRun(ledger, hold, 'paused'),
    }[verb]();
    return outcome === 'accepted' ? hold : undefined;
  }
  return undefined;
}

function finishedWith(score: number): ReturnType<typeof finished> {
  return { ...finished(score), values: { macro_f1: score, accuracy: score / 2 } };
}

/** Another sweep takes a trial on, by another metric, wherever its runs stand. */
const otherSweep = { ...sampleSweep, name: 'other', metric: 'accuracy' } as const;

function share(ledger: Ledger, id: string): void {
  const runs = [0, 1].map((fold) => ({ id: `${id}-${fold}`, trialId: id, fold }));
  addTrials(ledger, createSweep(ledger, otherSweep).id, [{ id, settings: sampleSettings(), runs }]);
}

/** What the leaderboard keeps ready must be what follows from runs, attempts and images. */
function checkSummaries(ledger: Ledger, sweepId: string, metric: 'macro_f1' | 'accuracy'): void {
  for (const row of leaderboard(ledger, sweepId)) {
    const { runs, quarantined } = trialDetail(ledger, sweepId, row.trialId);
    const attempts = runs.flatMap(({ history }) => history);
    const distinct = (texts: readonly (string | null)[]): string[] =>
      [...new Set(texts.filter((text) => text !== null))].sort();
    const summary = { ...row, engines: distinct(row.engines), devices: distinct(row.devices) };
    expect(summary).toMatchObject({
      state: trialState(runs.map(({ state }) => state)),
      runs: runs.length,
      runsComplete: runs.filter(({ state }) => state === 'complete').length,
      foldScores: runs.map(({ result }) => result?.values[metric]),
      seconds: runs.reduce((sum, { result }) => sum + (result?.seconds ?? 0), 0),
      engines: distinct(attempts.map(({ engine }) => engine)),
      devices: distinct(attempts.map(({ device }) => device)),
      resumedAttempts: attempts.filter(({ resumedFromStep }) => (resumedFromStep ?? 0) > 0).length,
      numericsChanged: attempts.some(({ numericsChanged }) => numericsChanged),
      quarantined: quarantined.length,
    });
    expect(row.engines).toHaveLength(summary.engines.length);
    expect(row.devices).toHaveLength(summary.devices.length);
  }
}

function check(before: readonly RunRow[], after: readonly RunRow[], ledger: Ledger): void {
  after.forEach((run, index) => {
    const previous = before[index];
    if (previous === undefined) throw new Error('a run vanished');
    if (run.state !== previous.state) expect(allowed[previous.state]).toContain(run.state);
    if (previous.state === 'complete') expect(run).toEqual(previous);
    const history = attemptsOf(ledger, run.id);
    expect(history.map(({ attempt }) => attempt)).toEqual(history.map((_, position) => position + 1));
    expect(history.length).toBe(run.attempts);
    // Only the newest attempt can be open, and it is exactly while the run is held.
    expect(history.filter(({ outcome }) => outcome === null).map(({ attempt }) => attempt)).toEqual(
      run.state === 'running' ? [run.attempts] : [],
    );
  });
}

describe('any order of state changes, with holds that are long stale', () => {
  it('keeps one holder per run, ends each attempt once, never changes a result, and sums up what there is', () => {
    fc.assert(
      fc.property(fc.array(step, { minLength: 30, maxLength: 60 }), (steps) => {
        const { ledger, sweepId } = sampleLedger(':memory:');
        const otherId = createSweep(ledger, otherSweep).id;
        const holds: Claim[] = [];
        for (const next of steps) {
          const before = runsOf(ledger, sweepId);
          const hold = perform(ledger, sweepId, holds, next);
          const after = runsOf(ledger, sweepId);
          check(before, after, ledger);
          checkSummaries(ledger, sweepId, 'macro_f1');
          checkSummaries(ledger, otherId, 'accuracy');
          // What was accepted came from the one that held the run.
          if (hold !== undefined)
            expect(before.find(({ id }) => id === hold.runId)).toMatchObject({
              state: 'running',
              attempts: hold.attempt,
            });
        }
        ledger.close();
      }),
      { numRuns: 50 },
    );
  });

  it('reads the same after the file is closed and opened again', () => {
    const { folder, remove } = temporaryFolder();
    const file = path.join(folder, 'ledger.db');
    const { ledger, sweepId } = sampleLedger(file);
    const holds: Claim[] = [];
    for (const verb of ['claim', 'record', 'finish', 'claim'] as const)
      perform(ledger, sweepId, holds, { verb, pick: holds.length });
    const before = runsOf(ledger, sweepId);
    ledger.close();
    const again = openLedger(file);
    expect(runsOf(again, sweepId)).toEqual(before);
    again.close();
    remove();
  });
});
