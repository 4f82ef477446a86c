import path from 'node:path';
import type { RunState } from '@frostline/protocol';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { openLedger, type Ledger } from './ledger.js';
import { attemptsOf } from './queries/attempts-of.js';
import { runsOf, type RunRow } from './queries/runs-of.js';
import { finished, metrics, sampleLedger } from './testing/sample-ledger.js';
import { temporaryFolder } from './testing/temporary-folder.js';
import { claimRun, type Claim } from './verbs/claim-run.js';
import { failRun } from './verbs/fail-run.js';
import { finishRun } from './verbs/finish-run.js';
import { pauseTrials, resumeTrials, retryTrials } from './verbs/move-runs.js';
import { recordEvents } from './verbs/record-events.js';
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
  else if (hold !== undefined) {
    const outcome = {
      record: () =>
        recordEvents(ledger, [{ ...hold, sequence: pick, event: metrics(pick, { loss: pick }) }])[0],
      finish: () => finishRun(ledger, hold, finished(pick)),
      fail: () => failRun(ledger, hold, failure, { retry: false }),
      'retry-later': () => failRun(ledger, hold, failure, { retry: true }),
      release: () => releaseRun(ledger, hold, 'paused'),
    }[verb]();
    return outcome === 'accepted' ? hold : undefined;
  }
  return undefined;
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
  it('keeps one holder per run, ends each attempt once and never changes a result', () => {
    fc.assert(
      fc.property(fc.array(step, { minLength: 30, maxLength: 60 }), (steps) => {
        const { ledger, sweepId } = sampleLedger(':memory:');
        const holds: Claim[] = [];
        for (const next of steps) {
          const before = runsOf(ledger, sweepId);
          const hold = perform(ledger, sweepId, holds, next);
          const after = runsOf(ledger, sweepId);
          check(before, after, ledger);
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
