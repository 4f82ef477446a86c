import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Ledger } from '../ledger.js';
import { attemptsOf } from '../queries/attempts-of.js';
import { curve } from '../queries/curve.js';
import { lastCheckpoint } from '../queries/last-checkpoint.js';
import { trialDetail } from '../queries/trial-detail.js';
import { finished, metrics, sampleLedger, started } from '../testing/sample-ledger.js';
import { temporaryFolder } from '../testing/temporary-folder.js';
import { claimRun, type Claim } from './claim-run.js';
import { failRun } from './fail-run.js';
import { finishRun } from './finish-run.js';
import { recordEvents, type DurableEvent } from './record-events.js';

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

function record(hold: Claim, sequence: number, event: DurableEvent): string | undefined {
  return recordEvents(ledger, [{ ...hold, sequence, event }])[0];
}

function retry(hold: Claim): Claim {
  failRun(ledger, hold, { class: 'lost', code: 'killed', message: '' }, 'waiting');
  return claim(hold.runId);
}

function points(runId = 'a0-0'): (readonly [number, string, number, number])[] {
  return curve(ledger, runId).map(({ step, name, value, attempt }) => [step, name, value, attempt] as const);
}

describe('recordEvents', () => {
  it('stores NaN and infinities as they were', () => {
    record(claim(), 0, metrics(1, { a: NaN, b: Infinity, c: -Infinity, d: 5e-324, e: 0.1 + 0.2 }));
    expect(points()).toEqual([
      [1, 'a', NaN, 1],
      [1, 'b', Infinity, 1],
      [1, 'c', -Infinity, 1],
      [1, 'd', 5e-324, 1],
      [1, 'e', 0.1 + 0.2, 1],
    ]);
  });

  it('ignores what it has already: an event that is delivered twice counts once', () => {
    const hold = claim();
    expect(record(hold, 0, metrics(1, { loss: 1 }))).toBe('accepted');
    expect(record(hold, 0, metrics(1, { loss: 9 }))).toBe('duplicate');
    expect(record(hold, 3, metrics(2, { loss: 0.5 }))).toBe('accepted');
    expect(record(hold, 4, metrics(2, { loss: 9 }))).toBe('accepted');
    expect(points()).toEqual([
      [1, 'loss', 1, 1],
      [2, 'loss', 0.5, 1],
    ]);
  });

  it('refuses a stale token without disturbing the rest of the batch', () => {
    const zombie = claim();
    const holder = retry(zombie);
    const other = claim('a0-1');
    const event = metrics(1, { loss: 1 });
    expect(
      recordEvents(ledger, [
        { ...other, sequence: 0, event },
        { ...zombie, sequence: 5, event },
        { ...holder, attempt: 1, sequence: 5, event },
        { ...holder, token: zombie.token, sequence: 5, event },
        { ...holder, runId: 'nothing', sequence: 5, event },
        { ...holder, sequence: 0, event },
      ]),
    ).toEqual(['accepted', 'stale', 'stale', 'stale', 'stale', 'accepted']);
    expect(points('a0-0')).toEqual([[1, 'loss', 1, 2]]);
    expect(points('a0-1')).toEqual([[1, 'loss', 1, 1]]);
  });

  it('takes nothing more for a run that has ended, but acknowledges again what it had', () => {
    const hold = claim();
    record(hold, 2, metrics(1, { loss: 1 }));
    finishRun(ledger, hold, finished(1));
    expect(record(hold, 2, metrics(1, { loss: 1 }))).toBe('duplicate');
    expect(record(hold, 3, metrics(2, { loss: 1 }))).toBe('stale');
  });

  it('keeps where an attempt started and on what', () => {
    record(claim(), 0, { ...started(20), device: 'webgpu', numericsChanged: true, parts: 4 });
    expect(attemptsOf(ledger, 'a0-0')).toMatchObject([
      {
        engine: 'onnxruntime',
        device: 'webgpu',
        numericsClass: 'onnxruntime-1.30-avx512-1',
        numericsChanged: true,
        parts: 4,
        resumedFromStep: 20,
        totalSteps: 30,
        stepsPerEpoch: 10,
      },
    ]);
  });

  it('names each quarantined image once per trial, whichever folds met it', () => {
    const image = { split: 'train', id: '7', path: 'train/7.png', reason: 'truncated' } as const;
    const other = { ...image, split: 'test' } as const;
    record(claim('a0-0'), 0, { type: 'quarantined', images: [image, other] });
    record(claim('a0-1'), 0, { type: 'quarantined', images: [image] });
    expect(trialDetail(ledger, sweepId, 'a0').quarantined).toEqual([other, image]);
    expect(trialDetail(ledger, sweepId, 'a1').quarantined).toEqual([]);
  });
});

describe('lastCheckpoint', () => {
  it('is the newest of the newest attempt that wrote one', () => {
    expect(lastCheckpoint(ledger, 'a0-0')).toBeUndefined();
    const first = claim();
    record(first, 1, { type: 'checkpoint', step: 10, file: 'one', sha256: 'x' });
    record(first, 2, { type: 'checkpoint', step: 20, file: 'two', sha256: 'y' });
    const second = retry(first);
    expect(lastCheckpoint(ledger, 'a0-0')).toEqual({ attempt: 1, step: 20, file: 'two', sha256: 'y' });
    record(second, 1, { type: 'checkpoint', step: 15, file: 'three', sha256: 'z' });
    expect(lastCheckpoint(ledger, 'a0-0')?.file).toBe('three');
  });
});

describe('curve', () => {
  it('takes each step from its newest attempt', () => {
    const first = claim();
    record(first, 0, started());
    [10, 20, 30].forEach((step, index) => record(first, index + 1, metrics(step, { loss: step })));
    const second = retry(first);
    expect(points().map(([step]) => step)).toEqual([10, 20, 30]);
    record(second, 0, started(15));
    record(second, 1, metrics(20, { loss: 0.2 }));
    expect(points()).toEqual([
      [10, 'loss', 10, 1],
      [20, 'loss', 0.2, 2],
    ]);
    record(second, 2, metrics(30, { loss: 0.3 }));
    expect(points()).toEqual([
      [10, 'loss', 10, 1],
      [20, 'loss', 0.2, 2],
      [30, 'loss', 0.3, 2],
    ]);
  });

  it('forgets the steps of an attempt that was begun anew with other steps', () => {
    const first = claim();
    record(first, 0, started());
    record(first, 1, metrics(7, { loss: 7 }));
    const second = retry(first);
    record(second, 0, started(0));
    record(second, 1, metrics(5, { loss: 5 }));
    expect(points()).toEqual([[5, 'loss', 5, 2]]);
  });
});
