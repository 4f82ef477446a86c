import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Ledger } from '../ledger.js';
import { metrics, sampleLedger, started } from '../testing/sample-ledger.js';
import { claimRun } from '../verbs/claim-run.js';
import { failRun } from '../verbs/fail-run.js';
import { recordEvents } from '../verbs/record-events.js';
import { curve } from './curve.js';
import { curves, type RunCurve } from './curves.js';

let ledger: Ledger;
let sweepId: string;
beforeEach(() => {
  ({ ledger, sweepId } = sampleLedger(':memory:', { trials: 3 }));
});
afterEach(() => {
  ledger.close();
});

/** One attempt from a step on, with a loss at each of these steps; it is lost then. */
function attempt(runId: string, from: number, steps: readonly number[]): void {
  const hold = claimRun(ledger, runId, { worker: 'w', device: 'cpu' });
  if (hold === undefined) throw new Error(`${runId} cannot be claimed`);
  const events = [started(from), ...steps.map((step) => metrics(step, { loss: from + 1 / step, f1: NaN }))];
  recordEvents(
    ledger,
    events.map((event, sequence) => ({ ...hold, sequence, event })),
  );
  failRun(ledger, hold, { class: 'lost', code: 'killed', message: '' }, 'waiting');
}

/** The same from the query for one run. */
function oneByOne(trialId: string, fold: number): RunCurve {
  const points = curve(ledger, `${trialId}-${fold}`);
  const named = (wanted: string): [number, number, number][] =>
    points.filter(({ name }) => name === wanted).map(({ step, epoch, value }) => [step, epoch, value]);
  return { trialId, fold, metrics: { f1: named('f1'), loss: named('loss') } };
}

describe('curves', () => {
  it('has the runs of the named trials that have reported, each step from its newest attempt', () => {
    attempt('a2-1', 0, [10, 20, 30]);
    attempt('a2-1', 10, [12, 25]);
    attempt('a0-0', 0, [1]);
    attempt('a1-0', 0, [1]);
    const found = curves(ledger, sweepId, ['a2', 'a0', 'nothing']);
    expect(found).toEqual([oneByOne('a0', 0), oneByOne('a2', 1)]);
    expect(found[1]?.metrics['loss']).toEqual([
      [10, 1, 0.1],
      [12, 1, 10 + 1 / 12],
      [25, 2, 10.04],
    ]);
    expect(curves(ledger, sweepId, [])).toEqual([]);
  });
});
