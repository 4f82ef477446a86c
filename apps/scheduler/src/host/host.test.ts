import { attemptsOf, curve, leaderboard, findSweep, openLedger, runsOf, type Ledger } from '@frostline/store';
import { readOwnerAddress } from '@frostline/store/owner-address';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { spawn } from 'node:child_process';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { OwnerAddress } from '@frostline/protocol';
import { ownerStatus } from './controls.js';
import { afterEach, describe, expect, it } from 'vitest';
import { askOwner } from '../api/client.js';
import { sweepPlanOf } from './enrol.js';
import { prepareSweep } from './prepare.js';
import { submitTrial } from '../submission/submit-trial.js';
import { homeOf, launchSample, resumeSample } from '../testing/launch-sample.js';
import { sampleCatalog, sampleSweep, sampleSweepFolder } from '../testing/sample-sweep.js';
import { waitUntil } from '../testing/wait-until.js';

describe('a sweep', () => {
  let root: string;
  const home = () => homeOf(root);
  afterEach(() => {
    rmSync(root, { recursive: true });
  });

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
    const { end, reports, notices } = await launchSample(root);
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
    const ledger = openLedger(path.join(home(), 'ledger.db'), { readonly: true });
    const sweep = findSweep(ledger);
    const result = await submitTrial({ home: home(), ledger, sweep, trial: undefined, out, force: false });
    ledger.close();
    expect(readFileSync(out, 'utf8')).toBe('id,label\nt0,a\nt1,b\n');
    expect(result).toMatchObject({ rows: 2, missing: [], solution: { accuracy: 0.5 } });
  });

  it('goes on where the predictions of a finished run are lost, and says which trial gets no score', async () => {
    root = sampleSweepFolder();
    await launchSample(root);
    const [run] = inLedger((ledger, id) => runsOf(ledger, id));
    rmSync(path.join(home(), run?.result?.outOfFold ?? ''));
    const again = readFileSync(path.join(root, 'sweep.yaml'), 'utf8').replace(/^name: .*$/m, 'name: again');
    writeFileSync(path.join(root, 'sweep.yaml'), again);
    const { notices } = await launchSample(root);
    expect(notices).toEqual([
      expect.stringMatching(
        `trial ${run?.trialId ?? ''} gets no score: .*out-of-fold.csv: a finished run's predictions cannot be read; `,
      ),
    ]);
  });

  it('keeps a log of each attempt and leaves no address behind', async () => {
    root = sampleSweepFolder();
    await launchSample(root);
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
    const { end, notices } = await launchSample(root, { behaviour: 'crash-once' });
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

  it('divides the batches of a run that finds no memory, from its checkpoint on, and records it', async () => {
    root = sampleSweepFolder();
    const { end } = await launchSample(root, { behaviour: 'large' });
    expect(end).toEqual({ complete: 3, failed: 0, paused: 0 });
    for (const attempts of histories())
      expect(attempts).toMatchObject([
        { outcome: 'failed', failure: 'out-of-memory', parts: 1, numericsChanged: false },
        { outcome: 'failed', failure: 'out-of-memory', parts: 2, numericsChanged: true, resumedFromStep: 2 },
        { outcome: 'complete', parts: 4, numericsChanged: true, resumedFromStep: 3 },
      ]);
    const [row] = inLedger((ledger, id) => leaderboard(ledger, id));
    expect(row?.numericsChanged).toBe(true);
  });

  it('kills a worker that goes silent, and tries the run again', async () => {
    root = sampleSweepFolder();
    const { end } = await launchSample(root, { behaviour: 'hang', silentMs: 300 });
    expect(end.complete).toBe(3);
    for (const [first] of histories())
      expect(first).toMatchObject({
        failure: 'lost',
        message: expect.stringContaining('no sign of run') as string,
      });
  });

  it('leaves a worker alone that has no event to report but gives signs of life', async () => {
    root = sampleSweepFolder();
    const { end } = await launchSample(root, { behaviour: 'prepare', silentMs: 600 });
    expect(end.complete).toBe(3);
    for (const attempts of histories()) expect(attempts).toHaveLength(1);
  });

  it('fails bad data at once, finishes the rest, and runs only what failed again', async () => {
    root = sampleSweepFolder(sampleSweep('net, broken'));
    const first = await launchSample(root, { behaviour: 'fail' });
    expect(first.end).toEqual({ complete: 3, failed: 3, paused: 0 });
    expect(first.reports.filter(({ state }) => state === 'failed').map(({ message }) => message)).toEqual(
      Array(3).fill('image 7 is empty'),
    );
    const retried = await resumeSample(root, { state: 'failed' });
    expect(retried.end).toEqual({ complete: 6, failed: 0, paused: 0 });
    expect(retried.reports.map(({ label }) => label)).toEqual(Array(3).fill('broken head'));
    expect(histories().map((attempts) => attempts.length)).toEqual([1, 1, 1, 2, 2, 2]);
  });

  it('launched again does nothing; with a new cell runs that alone; fresh it forgets', async () => {
    root = sampleSweepFolder();
    await launchSample(root);
    expect((await launchSample(root)).reports).toEqual([]);
    writeFileSync(path.join(root, 'sweep.yaml'), sampleSweep('net', '0.01, 0.02'));
    expect((await launchSample(root)).reports).toHaveLength(3);
    expect(histories().map((attempts) => attempts.length)).toEqual([1, 1, 1, 1, 1, 1]);
    writeFileSync(path.join(root, 'sweep.yaml'), sampleSweep('net'));
    expect(await launchSample(root)).toMatchObject({ reports: [], unplanned: 1 });
    expect((await launchSample(root, { fresh: true })).reports).toHaveLength(3);
    expect(histories()).toHaveLength(3);
  });

  it('is stopped through its API, each run after a checkpoint, and resumed without repeating a step', async () => {
    root = sampleSweepFolder();
    const running = launchSample(root, { behaviour: 'slow' });
    await waitUntil(() => readOwnerAddress(home()) !== undefined, 'the owner listens');
    await waitUntil(() => runningAttempts() > 0, 'a run has started');
    const address = readOwnerAddress(home());
    expect(address).toBeDefined();
    if (address === undefined) return;
    expect(await askOwner(address, 'stop', {})).toEqual({ changed: 3 });
    const { end } = await running;
    expect(end).toEqual({ complete: 0, failed: 0, paused: 3 });
    const stopped = histories();
    expect((await resumeSample(root)).end).toEqual({ complete: 3, failed: 0, paused: 0 });
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

  it('goes on with a paused trial when told so while it runs, within two seconds', async () => {
    root = sampleSweepFolder(sampleSweep('net', '0.01, 0.02'));
    const running = launchSample(root, { behaviour: 'slow' });
    await waitUntil(() => readOwnerAddress(home()) !== undefined, 'the owner listens');
    await waitUntil(() => runningAttempts() > 0, 'the first trial has started');
    const address = readOwnerAddress(home());
    if (address === undefined) throw new Error('no owner');
    const [trial = ''] = trialIds();
    const stateOf = () => inLedger((ledger, id) => runsOf(ledger, id, trial).map(({ state }) => state));

    const stopped = performance.now();
    expect(await askOwner(address, 'stop', { trial })).toEqual({ changed: 3 });
    await waitUntil(() => stateOf().every((state) => state === 'paused'), 'the trial is paused');
    expect(performance.now() - stopped).toBeLessThan(2000);
    expect(await askOwner(address, 'resume', { trial })).toEqual({ changed: 3 });
    const [sweep = ''] = inLedger((_ledger, id) => [id.slice(0, 8)]);
    expect(await askOwner(address, 'resume', { sweep, trial })).toEqual({ changed: 0 });
    await expect(askOwner(address, 'resume', { sweep: 'another', trial })).rejects.toThrow('no such sweep');
    const { end } = await running;
    expect(end).toEqual({ complete: 6, failed: 0, paused: 0 });
    const outcomes = histories().map((attempts) => attempts.map(({ outcome }) => outcome).join());
    expect(outcomes.filter((text) => text === 'stopped,complete')).toHaveLength(1);
  });

  it('pauses within two seconds what is amid something long, and loses nothing but that', async () => {
    root = sampleSweepFolder();
    const running = launchSample(root, { behaviour: 'compile' });
    await waitUntil(() => readOwnerAddress(home()) !== undefined, 'the owner listens');
    await waitUntil(() => runningAttempts() > 1, 'two runs have started');
    const address = readOwnerAddress(home());
    if (address === undefined) throw new Error('no owner');
    const asked = performance.now();
    await askOwner(address, 'stop', {});
    const states = () => inLedger((ledger, id) => runsOf(ledger, id).map(({ state }) => state));
    await waitUntil(() => states().every((state) => state === 'paused'), 'all is paused');
    // Two seconds, and what a loaded machine takes to find out.
    expect(performance.now() - asked).toBeLessThan(4000);
    expect((await running).end).toEqual({ complete: 0, failed: 0, paused: 3 });
    expect(histories().map((attempts) => attempts[0]?.outcome)).toEqual(['stopped', 'stopped', undefined]);
    expect((await resumeSample(root)).end).toEqual({ complete: 3, failed: 0, paused: 0 });
  });

  it('pauses one fold of a trial within two seconds, and goes on with the others', async () => {
    root = sampleSweepFolder(sampleSweep('net', '0.01'));
    const running = launchSample(root, { behaviour: 'slow' });
    await waitUntil(() => readOwnerAddress(home()) !== undefined, 'the owner listens');
    await waitUntil(() => runningAttempts() > 1, 'two folds have started');
    const address = readOwnerAddress(home());
    if (address === undefined) throw new Error('no owner');
    const [trial = ''] = trialIds();
    const states = () => inLedger((ledger, id) => runsOf(ledger, id, trial).map(({ state }) => state));

    const asked = performance.now();
    expect(await askOwner(address, 'stop', { trial, fold: 1 })).toEqual({ changed: 1 });
    await waitUntil(() => states()[1] === 'paused', 'the fold is paused');
    expect(performance.now() - asked).toBeLessThan(2000);
    expect(states()).not.toContain('waiting');
    await expect(askOwner(address, 'stop', { trial, fold: 9 })).rejects.toThrow('no such fold');
    expect((await running).end).toEqual({ complete: 2, failed: 0, paused: 1 });
    expect(states()).toEqual(['complete', 'paused', 'complete']);
    expect((await resumeSample(root, { trial, fold: 1 })).end).toMatchObject({ complete: 3, paused: 0 });
  });
  const trialIds = () => inLedger((ledger, id) => [...new Set(runsOf(ledger, id).map((run) => run.trialId))]);

  it('pauses all, in the ledger too, and says so, when a trial that is to stop finds no room on the disk', async () => {
    root = sampleSweepFolder(sampleSweep('net', '0.01, 0.02, 0.03'));
    const running = launchSample(root, { behaviour: 'full' });
    await waitUntil(() => readOwnerAddress(home()) !== undefined, 'the owner listens');
    await waitUntil(() => runningAttempts() > 1, 'two trials have started');
    const address = readOwnerAddress(home());
    if (address === undefined) throw new Error('no owner');
    // The one that began last: the first may be done by now.
    const begun = inLedger((ledger, id) => runsOf(ledger, id)).filter(({ state }) => state === 'running');
    await askOwner(address, 'stop', { trial: begun.at(-1)?.trialId ?? '' });
    await waitUntil(
      () =>
        inLedger((ledger, id) => runsOf(ledger, id)).every(
          ({ state }) => state === 'paused' || state === 'complete',
        ),
      'all is paused',
    );
    // The owner waits for room; whoever does not ends it.
    expect((await askStatus(address)).goesOn).toBe(true);
    process.emit('SIGINT');
    const { end, notices } = await running;
    expect(
      notices.filter((text) => text.startsWith('no room on the disk: all runs are paused')),
    ).toHaveLength(1);
    const states = inLedger((ledger, id) => runsOf(ledger, id).map(({ state }) => state));
    expect(states.filter((state) => state === 'paused')).toHaveLength(end.paused);
    expect(new Set(states)).toEqual(new Set(end.complete > 0 ? ['complete', 'paused'] : ['paused']));
    expect((await resumeSample(root)).end).toEqual({ complete: 9, failed: 0, paused: 0 });
  });

  describe('that shows a page', () => {
    /** Pauses all, and waits until nothing runs. */
    async function paused(): Promise<OwnerAddress> {
      await waitUntil(() => readOwnerAddress(home()) !== undefined, 'the owner listens');
      await waitUntil(() => runningAttempts() > 0, 'a run has started');
      const address = readOwnerAddress(home());
      if (address === undefined) throw new Error('no owner');
      await askOwner(address, 'stop', {});
      expect((await askStatus(address)).goesOn).toBe(true);
      await waitUntil(
        () => states().every((state) => state === 'paused' || state === 'complete'),
        'all is paused',
      );
      return address;
    }
    const states = () => inLedger((ledger, id) => runsOf(ledger, id).map(({ state }) => state));
    const stays = expect.stringContaining('all that is left is paused: the page stays') as string;

    it('stays while all of it is paused, says so once, and goes on when told to', async () => {
      root = sampleSweepFolder();
      const running = launchSample(root, { behaviour: 'slow', pagePort: 0 });
      const address = await paused();
      expect(states()).toContain('paused');
      // Longer than an owner without a page needs to end.
      await new Promise((resolve) => setTimeout(resolve, 700));
      expect((await askStatus(address)).goesOn).toBe(true);
      expect((await askOwner(address, 'resume', {})).changed).toBeGreaterThan(0);
      const { end, notices } = await running;
      expect(end).toEqual({ complete: 3, failed: 0, paused: 0 });
      expect(notices).toEqual([expect.stringContaining('the page: '), stays]);
    });

    it('is extended while all of it is paused', async () => {
      root = sampleSweepFolder();
      const running = launchSample(root, { behaviour: 'slow', pagePort: 0 });
      const address = await paused();
      writeFileSync(path.join(root, 'sweep.yaml'), sampleSweep('net', '0.01, 0.02'));
      const more = sweepPlanOf(await prepareSweep('sweep.yaml', root, sampleCatalog));
      expect(await askOwner(address, 'extend', more)).toMatchObject({ added: 1, kept: 1 });
      expect((await running).end).toEqual({ complete: 6, failed: 0, paused: 0 });
    });

    it('ends with Ctrl-C while all of it is paused', async () => {
      root = sampleSweepFolder();
      const running = launchSample(root, { behaviour: 'slow', pagePort: 0 });
      await paused();
      process.emit('SIGINT');
      const { end } = await running;
      expect(end.failed).toBe(0);
      expect(end.paused).toBeGreaterThan(0);
      expect(states().filter((state) => state === 'paused')).toHaveLength(end.paused);
      // Whoever goes on with it may look at it, too.
      const resumed = await resumeSample(root, { pagePort: 0 });
      expect(resumed.end).toEqual({ complete: 3, failed: 0, paused: 0 });
      expect(resumed.notices).toEqual([expect.stringContaining('the page: ')]);
    });
  });

  it('begins the runs of a higher priority first', async () => {
    root = sampleSweepFolder(sampleSweep('net', '0.01, 0.02, 0.03, 0.04'));
    const running = launchSample(root, { behaviour: 'slow' });
    await waitUntil(() => readOwnerAddress(home()) !== undefined, 'the owner listens');
    const address = readOwnerAddress(home());
    if (address === undefined) throw new Error('no owner');
    const last = trialIds().at(-1) ?? '';
    expect(await askOwner(address, 'prioritize', { trial: last, priority: 1 })).toEqual({ changed: 3 });
    const { end, reports } = await running;
    expect(end.complete).toBe(12);
    // Two runs may have been begun before.
    expect(reports.slice(0, 5).filter(({ trialId }) => trialId === last)).toHaveLength(3);
    expect(inLedger((ledger, id) => runsOf(ledger, id, last)).map(({ priority }) => priority)).toEqual([
      1, 1, 1,
    ]);
  });

  it('trains no longer than its hours: what is left is paused with a checkpoint, and it says so', async () => {
    root = sampleSweepFolder(sampleSweep('net', '0.01, 0.02, 0.03, 0.04'));
    const { end, notices } = await launchSample(root, { behaviour: 'slow', hours: 1 / 3600 });
    expect(notices).toEqual([expect.stringContaining('hours are over')]);
    expect(end.failed).toBe(0);
    expect(end.paused).toBeGreaterThan(0);
    const states = inLedger((ledger, id) => runsOf(ledger, id).map(({ state }) => state));
    expect(states.filter((state) => state === 'paused')).toHaveLength(end.paused);
    for (const [attempt] of histories())
      expect(['complete', 'stopped', undefined]).toContain(attempt?.outcome);
    expect((await resumeSample(root)).end).toEqual({ complete: 12, failed: 0, paused: 0 });
  });

  it('starts more workers when there is more to do', async () => {
    root = sampleSweepFolder(sampleSweep('net', '0.01, 0.02'));
    await launchSample(root);
    const [first = '', second = ''] = trialIds();
    const ledger = openLedger(path.join(home(), 'ledger.db'));
    const kept = `('${first}-1', '${first}-2')`;
    ledger.run(`UPDATE run SET state = 'paused', result_values = NULL WHERE id NOT IN ${kept}`);
    ledger.close();
    const running = resumeSample(root, { trial: first, behaviour: 'slow' });
    await waitUntil(() => readOwnerAddress(home()) !== undefined, 'the owner listens');
    const address = readOwnerAddress(home());
    if (address === undefined) throw new Error('no owner');
    expect((await askStatus(address)).workers).toHaveLength(1);
    expect(await askOwner(address, 'resume', { trial: second })).toEqual({ changed: 3 });
    expect((await askStatus(address)).workers).toHaveLength(2);
    expect((await running).end).toEqual({ complete: 6, failed: 0, paused: 0 });
  });

  it('is extended while it runs: new cells are trained by its owner, nothing twice', async () => {
    root = sampleSweepFolder();
    const running = launchSample(root, { behaviour: 'slow' });
    await waitUntil(() => readOwnerAddress(home()) !== undefined, 'the owner listens');
    const address = readOwnerAddress(home());
    if (address === undefined) throw new Error('no owner');
    const planOf = async (text: string) => {
      writeFileSync(path.join(root, 'sweep.yaml'), text);
      return sweepPlanOf(await prepareSweep('sweep.yaml', root, sampleCatalog));
    };
    const more = await planOf(sampleSweep('net', '0.01, 0.02'));
    expect(await askOwner(address, 'extend', more)).toMatchObject({ added: 1, kept: 1 });
    expect(await askOwner(address, 'extend', more)).toMatchObject({ added: 0, kept: 2 });
    const other = await planOf(sampleSweep('net').replace('sample', 'other'));
    await expect(askOwner(address, 'extend', other)).rejects.toThrow(
      /owns this state folder.*the sweep other/s,
    );
    expect((await running).end).toEqual({ complete: 6, failed: 0, paused: 0 });
    expect(histories().map((attempts) => attempts.length)).toEqual(Array(6).fill(1));
    const planned = more.trials.map(({ weightsHash }) => weightsHash);
    const kept = inLedger((ledger, id) => runsOf(ledger, id).map(({ weightsHash }) => weightsHash));
    expect(new Set(kept)).toEqual(new Set(planned));
    expect(inLedger((ledger, id) => leaderboard(ledger, id)).map(({ state }) => state)).toEqual([
      'complete',
      'complete',
    ]);
  });

  it('finds files in their new places once it was extended from there, those of the runs that it knew too', async () => {
    root = sampleSweepFolder(sampleSweep('net', '0.01, 0.02, 0.03'));
    const plan = sweepPlanOf(await prepareSweep('sweep.yaml', root, sampleCatalog));
    const elsewhere = path.join(root, 'elsewhere', 'competition.yaml');
    const weights = path.join(root, 'elsewhere', 'net.safetensors');
    const running = launchSample(root, { behaviour: 'slow' });
    await waitUntil(() => readOwnerAddress(home()) !== undefined, 'the owner listens');
    const address = readOwnerAddress(home());
    if (address === undefined) throw new Error('no owner');
    const moved = {
      sweep: { ...plan.sweep, competition: { ...plan.sweep.competition, path: elsewhere } },
      trials: plan.trials.map((trial) => ({ ...trial, settings: { ...trial.settings, weights } })),
    };
    expect(await askOwner(address, 'extend', moved)).toMatchObject({ added: 0, kept: 3 });
    expect((await running).end.complete).toBe(9);
    const places = inLedger((ledger, id) => runsOf(ledger, id)).map(({ id }): unknown =>
      JSON.parse(readFileSync(path.join(home(), 'runs', id, 'attempt-1', 'places.json'), 'utf8')),
    );
    expect(places.at(-1)).toEqual([elsewhere, weights]);
  });

  it('has one owner: a second launch is refused, names the first, and changes nothing', async () => {
    root = sampleSweepFolder();
    const running = launchSample(root, { behaviour: 'slow' });
    await waitUntil(() => readOwnerAddress(home()) !== undefined, 'the owner listens');
    await expect(launchSample(root, { fresh: true })).rejects.toThrow(`pid ${process.pid}`);
    process.env.FAKE_WORKER = '';
    expect((await running).end.complete).toBe(3);
  });

  it('is not resumed over other data', async () => {
    root = sampleSweepFolder();
    await launchSample(root);
    writeFileSync(path.join(root, 'train', '0-0.png'), 'another image');
    await expect(resumeSample(root)).rejects.toThrow("competition's files are not those");
  });

  /** An owner in a process of its own, with slow workers, once it works. */
  async function startOwner(behaviour = 'slow') {
    root = sampleSweepFolder(sampleSweep('net', '0.01, 0.02'));
    const owner = spawn(
      process.execPath,
      [fileURLToPath(new URL('./owner.fixture.mjs', import.meta.url)), root, JSON.stringify(sampleCatalog)],
      { env: { ...process.env, FAKE_WORKER: behaviour }, stdio: 'ignore' },
    );
    const exit = new Promise<number | null>((resolve) => owner.once('exit', resolve));
    await waitUntil(() => readOwnerAddress(home()) !== undefined, 'the owner listens');
    await waitUntil(() => runningAttempts() > 0, 'a run has started');
    const { workers } = await askStatus(readOwnerAddress(home()));
    return { owner, exit, workers: workers.map(({ pid }) => pid ?? 0) };
  }

  it('survives kill -9 of its owner: the workers go with it, and resume repeats no finished run', async () => {
    const { owner, exit, workers } = await startOwner();
    await waitUntil(() => complete() > 0, 'a run is complete');
    owner.kill('SIGKILL');
    await exit;
    const finished = complete();
    expect(finished).toBeLessThan(6);
    expect(workers).toHaveLength(2);
    await waitUntil(() => !workers.some(isAlive), 'the workers end with their owner');

    expect((await resumeSample(root)).end).toEqual({ complete: 6, failed: 0, paused: 0 });
    const outcomes = histories().map((attempts) => attempts.map(({ outcome }) => outcome).join());
    expect(outcomes.filter((text) => text === 'complete').length).toBeGreaterThanOrEqual(finished);
    expect(new Set(outcomes)).toEqual(new Set(['complete', 'lost,complete']));
  });

  it('gives a run up after three losses, however many owners saw them', async () => {
    const { owner, exit } = await startOwner('crash');
    const failed = () =>
      histories().map((attempts) => attempts.filter(({ outcome }) => outcome === 'failed'));
    await waitUntil(() => failed().flat().length > 0, 'a run was lost');
    owner.kill('SIGKILL');
    await exit;
    expect(failed().some(({ length }) => length > 0 && length < 3)).toBe(true);
    expect((await resumeSample(root, { behaviour: 'crash' })).end).toEqual({
      complete: 0,
      failed: 6,
      paused: 0,
    });
    expect(failed().map(({ length }) => length)).toEqual(Array(6).fill(3));
  });

  it('pauses on Ctrl-C: each run stops after a checkpoint, the exit code says that it may be resumed', async () => {
    const { owner, exit, workers } = await startOwner();
    owner.kill('SIGINT');
    expect(await exit).toBe(130);
    expect(workers.some(isAlive)).toBe(false);
    const states = inLedger((ledger, id) => runsOf(ledger, id).map(({ state }) => state));
    expect(states).toContain('paused');
    expect(states.every((state) => state === 'paused' || state === 'complete')).toBe(true);
  });

  it('ends at once on a second Ctrl-C; what was held is taken up by resume', async () => {
    const { owner, exit, workers } = await startOwner();
    owner.kill('SIGINT');
    owner.kill('SIGTERM');
    expect(await exit).toBe(130);
    await waitUntil(() => !workers.some(isAlive), 'the workers are gone');
    expect((await resumeSample(root)).end).toEqual({ complete: 6, failed: 0, paused: 0 });
  });
  const complete = () =>
    histories().filter((attempts) => attempts.some(({ outcome }) => outcome === 'complete')).length;
});

async function askStatus(address: OwnerAddress | undefined) {
  const reply = await fetch(`http://127.0.0.1:${address?.port ?? 0}/api/v1/status`, {
    headers: { authorization: `Bearer ${address?.token ?? ''}` },
  });
  return ownerStatus.parse(await reply.json());
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
