import { systemClock } from '@frostline/base';
import {
  attemptsOf,
  curve,
  leaderboard,
  findSweep,
  openLedger,
  readOwnerAddress,
  runsOf,
  type Ledger,
} from '@frostline/store';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { askOwner } from '../api/client.js';
import { submitTrial } from '../submission/submit-trial.js';
import { fakeWorker, sampleCatalog, sampleSweep, sampleSweepFolder } from '../testing/sample-sweep.js';
import { waitUntil } from '../testing/wait-until.js';
import { launchSweep } from './launch.js';
import { prepareSweep } from './prepare.js';
import type { RunReport, SweepReporter } from './reporter.js';
import { resumeSweep } from './resume.js';

describe('a sweep', () => {
  let root: string;
  const home = () => path.join(root, '.frostline');
  afterEach(() => {
    rmSync(root, { recursive: true });
  });

  interface Recording {
    reports: RunReport[];
    notices: string[];
    reporter: SweepReporter;
  }
  function recording(): Recording {
    const reports: RunReport[] = [];
    const notices: string[] = [];
    return {
      reports,
      notices,
      reporter: {
        progress: () => undefined,
        runEnded: (report) => reports.push(report),
        notice: (text) => notices.push(text),
        close: () => undefined,
      },
    };
  }

  /** Starts or repeats the launch of the folder's sweep file, with workers that behave as told. */
  async function launch(behaviour: string, record = recording(), { fresh = false, silentMs = 20_000 } = {}) {
    // Workers inherit the owner's environment.
    process.env.FAKE_WORKER = behaviour;
    const end = await launchSweep(prepareSweep('sweep.yaml', root, sampleCatalog), {
      home: home(),
      choice: { workers: 2, engine: undefined, script: fakeWorker },
      limits: { silentMs },
      clock: systemClock,
      reporter: record.reporter,
      fresh,
      begun: () => undefined,
    });
    return { end, ...record };
  }

  async function resume(behaviour: string, retry?: string) {
    process.env.FAKE_WORKER = behaviour;
    const record = recording();
    const end = await resumeSweep({
      home: home(),
      choice: { workers: 2, engine: undefined, script: fakeWorker },
      limits: {},
      clock: systemClock,
      reporter: record.reporter,
      sweep: undefined,
      retry,
      begun: () => undefined,
    });
    return { end, ...record };
  }

  function inLedger<Result>(look: (ledger: Ledger, sweepId: string) => Result): Result {
    const ledger = openLedger(path.join(home(), 'ledger.db'), { readonly: true });
    try {
      return look(ledger, findSweep(ledger).id);
    } finally {
      ledger.close();
    }
  }
  const histories = () =>
    inLedger((ledger, id) => runsOf(ledger, id).map((run) => attemptsOf(ledger, run.id)));

  it('is run to its end: every fold once, the score from the pooled predictions, the submission from their mean', async () => {
    root = sampleSweepFolder();
    const { end, reports, notices } = await launch('');
    expect(end).toEqual({ complete: 3, failed: 0, paused: 0 });
    expect(notices).toEqual([]);
    expect(reports.map(({ fold, state }) => [fold, state]).sort()).toEqual([
      [0, 'complete'],
      [1, 'complete'],
      [2, 'complete'],
    ]);
    const [row] = inLedger((ledger, id) => leaderboard(ledger, id));
    // Five of six images are told right: not the mean of the folds' 0.5, 1 and 1 by coincidence only.
    expect(row?.score).toBeCloseTo(5 / 6, 12);
    // Class a: 3 of 3 found, 1 wrongly so; class b: 2 of 3 found.
    expect(row?.values?.macro_f1).toBeCloseTo((6 / 7 + 4 / 5) / 2, 12);
    expect(row?.foldScores).toEqual([0.5, 1, 1]);
    expect(histories().map((attempts) => attempts.map(({ outcome }) => outcome))).toEqual([
      ['complete'],
      ['complete'],
      ['complete'],
    ]);
    const points = inLedger((ledger, id) => curve(ledger, runsOf(ledger, id)[0]?.id ?? ''));
    expect(points.map(({ value }) => value)).toEqual([1, 0.5, NaN, 0.25]);

    const out = path.join(root, 'submission.csv');
    const result = inLedger((ledger) =>
      submitTrial({ home: home(), ledger, sweep: findSweep(ledger), trial: undefined, out }),
    );
    expect(readFileSync(out, 'utf8')).toBe('id,label\nt0,a\nt1,b\n');
    expect(result).toMatchObject({ rows: 2, missing: [], solution: { accuracy: 0.5 } });
  });

  it('keeps a log of each attempt and leaves no address behind', async () => {
    root = sampleSweepFolder();
    await launch('');
    const [run] = inLedger((ledger, id) => runsOf(ledger, id));
    const lines = readFileSync(path.join(home(), 'runs', run?.id ?? '', 'attempt-1', 'log.jsonl'), 'utf8')
      .trim()
      .split('\n')
      .map((line) => (JSON.parse(line) as { msg: string }).msg);
    expect(lines.at(0)).toBe('started');
    expect(lines.at(-1)).toBe('finished');
    expect(existsSync(path.join(home(), 'scheduler.json'))).toBe(false);
  });

  it('goes on from the checkpoint when a worker is killed in mid-run, and records the signal', async () => {
    root = sampleSweepFolder();
    const { end, notices } = await launch('crash-once');
    expect(end).toEqual({ complete: 3, failed: 0, paused: 0 });
    expect(notices).toHaveLength(3);
    for (const [first, second] of histories()) {
      expect(first).toMatchObject({
        outcome: 'failed',
        failure: 'lost',
        signal: 'SIGKILL',
        resumedFromStep: 0,
      });
      expect(second).toMatchObject({ outcome: 'complete', resumedFromStep: 2 });
    }
  });

  it('kills a worker that goes silent, and tries the run again', async () => {
    root = sampleSweepFolder();
    const { end } = await launch('hang', recording(), { silentMs: 300 });
    expect(end.complete).toBe(3);
    for (const [first] of histories())
      expect(first).toMatchObject({
        failure: 'lost',
        message: expect.stringContaining('no sign of run') as string,
      });
  });

  it('fails bad data at once, finishes the rest, and runs only what failed again', async () => {
    root = sampleSweepFolder(sampleSweep('net, broken'));
    const first = await launch('fail');
    expect(first.end).toEqual({ complete: 3, failed: 3, paused: 0 });
    expect(first.reports.filter(({ state }) => state === 'failed').map(({ message }) => message)).toEqual(
      Array(3).fill('image 7 is empty'),
    );
    const retried = await resume('', 'all');
    expect(retried.end).toEqual({ complete: 6, failed: 0, paused: 0 });
    expect(retried.reports.map(({ label }) => label)).toEqual(Array(3).fill('broken head'));
    expect(histories().map((attempts) => attempts.length)).toEqual([1, 1, 1, 2, 2, 2]);
  });

  it('launched again does nothing; with a new cell runs that alone; fresh it forgets', async () => {
    root = sampleSweepFolder();
    await launch('');
    expect((await launch('')).reports).toEqual([]);
    writeFileSync(path.join(root, 'sweep.yaml'), sampleSweep('net', '0.01, 0.02'));
    expect((await launch('')).reports).toHaveLength(3);
    expect(histories().map((attempts) => attempts.length)).toEqual([1, 1, 1, 1, 1, 1]);
    writeFileSync(path.join(root, 'sweep.yaml'), sampleSweep('net'));
    expect((await launch('', recording(), { fresh: true })).reports).toHaveLength(3);
    expect(histories()).toHaveLength(3);
  });

  it('is stopped through its API, each run after a checkpoint, and resumed without repeating a step', async () => {
    root = sampleSweepFolder();
    const running = launch('slow');
    await waitUntil(() => readOwnerAddress(home()) !== undefined, 'the owner listens');
    await waitUntil(() => runningAttempts() > 0, 'a run has started');
    const address = readOwnerAddress(home());
    expect(address).toBeDefined();
    if (address === undefined) return;
    expect(await askOwner(address, 'stop', {})).toEqual({ changed: 3 });
    const { end } = await running;
    expect(end).toEqual({ complete: 0, failed: 0, paused: 3 });
    const stopped = histories();
    expect((await resume('')).end).toEqual({ complete: 3, failed: 0, paused: 0 });
    histories().forEach((attempts, fold) => {
      const before = stopped[fold]?.[0];
      if (before === undefined) expect(attempts).toHaveLength(1);
      else {
        expect(before.outcome).toBe('stopped');
        expect(attempts[1]?.resumedFromStep).toBeGreaterThan(0);
      }
    });
  });
  const runningAttempts = () =>
    existsSync(path.join(home(), 'ledger.db'))
      ? histories()
          .flat()
          .filter(({ resumedFromStep }) => resumedFromStep !== null).length
      : 0;

  it('has one owner: a second launch is refused, names the first, and changes nothing', async () => {
    root = sampleSweepFolder();
    const running = launch('slow');
    await waitUntil(() => readOwnerAddress(home()) !== undefined, 'the owner listens');
    await expect(launch('', recording(), { fresh: true })).rejects.toThrow(`pid ${process.pid}`);
    process.env.FAKE_WORKER = '';
    expect((await running).end.complete).toBe(3);
  });

  it('is not resumed over other data', async () => {
    root = sampleSweepFolder();
    await launch('');
    writeFileSync(path.join(root, 'train', '0-0.png'), 'another image');
    await expect(resume('')).rejects.toThrow("competition's files are not those");
  });
});
