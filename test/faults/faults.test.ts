import { statSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { RandomStream } from '@frostline/base';
import { curve, lastCheckpoint } from '@frostline/store';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { epochs, sweepFolder } from './support/competition.js';
import { launch, resume, start } from './support/frostline.js';
import { homeOf } from './support/home.js';
import { isAlive } from './support/is-alive.js';
import { attempts, outcome, readLedger } from './support/outcome.js';
import { ownerStatus, type BusyWorker } from './support/owner-status.js';
import { waitUntil } from './support/wait-until.js';
import { inMidEpoch, whenOwnerSays } from './support/moments.js';
import { succeeds } from './support/succeeds.js';

/** How many random kills of training children: one for every twenty of those in the scheduler's `random-kills.test.ts`. */
const kills = Math.ceil(Number(process.env['FROSTLINE_KILLS'] ?? 50) / 20);
/** A run is given up after three losses, so no sweep is asked to bear more than this. */
const killsPerSweep = 4;

const folders: string[] = [];
function freshFolder(count = epochs): string {
  const folder = sweepFolder(count);
  folders.push(folder);
  return folder;
}

let undisturbed: unknown;
beforeAll(async () => {
  const folder = freshFolder();
  await succeeds(launch(folder).ended);
  undisturbed = outcome(folder);
}, 300_000);
afterAll(async () => {
  for (const folder of folders) await rm(folder, { recursive: true });
});

/** SHA-256 of the weights that a run ended with. */
function weightsOf(end: unknown, runId: string): string {
  const { runs } = end as { runs: readonly { id: string; weights?: string }[] };
  return runs.find(({ id }) => id === runId)?.weights ?? expect.fail(`${runId} has no weights`);
}

// Red when `fit` gives a resumed run the `progress` of a fresh one, when the moments of a resumed run begin at zero, and
// when the noise of a step depends on whether the run was resumed.
describe('kill −9 of a training child', () => {
  it('in mid-epoch: the next attempt begins after the checkpoint, and every number and weight is the same', async () => {
    const folder = freshFolder();
    const sweep = launch(folder);
    const busy = await whenOwnerSays(folder, sweep, 'a run in mid-epoch', inMidEpoch);
    const { pid, runId, step } = busy;
    const stepsPerEpoch = busy.totalSteps / epochs;
    process.kill(pid, 'SIGKILL');
    const standing = readLedger(folder, (ledger) => lastCheckpoint(ledger, runId));
    await succeeds(sweep.ended);

    const [lost, second, ...more] = attempts(folder).get(runId) ?? [];
    expect(more).toEqual([]);
    expect(lost).toMatchObject({ outcome: 'failed', failure: 'lost', signal: 'SIGKILL', resumedFromStep: 0 });
    // The checkpoint that stood when the child died; the first step that is trained is the one after it.
    expect(standing?.attempt).toBe(1);
    expect(standing?.step).toBeGreaterThan(0);
    expect(standing?.step).toBeLessThan(step);
    expect(second).toMatchObject({
      outcome: 'complete',
      resumedFromStep: standing?.step,
      numericsChanged: false,
    });
    // A loss is the sum over its epoch's steps: none was left out or done twice.
    const [epochEnd] = readLedger(folder, (ledger) => curve(ledger, runId)).filter(
      ({ attempt, name }) => attempt === 2 && name === 'train_loss',
    );
    expect(epochEnd?.step).toBe((standing?.step ?? 0) + stepsPerEpoch);
    expect(weightsOf(outcome(folder), runId)).toBe(weightsOf(undisturbed, runId));
    expect(outcome(folder)).toEqual(undisturbed);
    for (const [id, history] of attempts(folder)) expect(history).toHaveLength(id === runId ? 2 : 1);
  }, 300_000);

  it(
    `at random moments, ${kills} times: the same weights and numbers`,
    async () => {
      const random = new RandomStream(1, 'kills');
      for (let left = kills; left > 0;) {
        const folder = freshFolder();
        const sweep = launch(folder);
        const hits = new Map<string, number>();
        const spared = ({ runId }: BusyWorker): boolean => (hits.get(runId) ?? 0) < 2;
        for (let here = Math.min(left, killsPerSweep); here > 0; here--) {
          await new Promise((resolve) => setTimeout(resolve, 200 + random.nextBelow(4000)));
          const victim = await waitUntil('a worker to kill, or the end', async () => {
            if (sweep.process.exitCode !== null) return null;
            const targets = (await ownerStatus(folder))?.busy.filter(spared) ?? [];
            return targets[random.nextBelow(Math.max(targets.length, 1))];
          });
          if (victim === null) break;
          if (!isAlive(victim.pid)) continue; // It ended since it was named.
          process.kill(victim.pid, 'SIGKILL');
          hits.set(victim.runId, (hits.get(victim.runId) ?? 0) + 1);
          left -= 1;
        }
        await succeeds(sweep.ended);
        expect(outcome(folder)).toEqual(undisturbed);
      }
    },
    Math.max(300_000, kills * 60_000),
  );
});

// Red when `resume` leaves out `requeueLost`, when `resumeTrials` moves complete runs instead of paused ones, and when the
// worker outlives its channel (its 'disconnect' handler gone *and* the failing sends after it caught).
describe('kill −9 of the owner', () => {
  it('its children end, and resume goes on without repeating a finished run', async () => {
    const folder = freshFolder();
    const sweep = launch(folder);
    const { busy } = await whenOwnerSays(folder, sweep, 'a finished run and one in mid-epoch', (status) =>
      (status.runs['complete'] ?? 0) > 0 && inMidEpoch(status) ? status : undefined,
    );
    sweep.process.kill('SIGKILL');
    expect((await sweep.ended).signal).toBe('SIGKILL');
    await waitUntil('the children to end', () => busy.every(({ pid }) => !isAlive(pid)) || undefined, 10_000);

    const finished = [...attempts(folder)].filter(([, history]) => history.at(-1)?.outcome === 'complete');
    expect(finished.length).toBeGreaterThan(0);
    const written = (): number[] =>
      finished.flatMap(([, history]) =>
        ['weights.safetensors', 'out-of-fold.csv', 'test.csv'].map(
          (name) => statSync(path.join(homeOf(folder), history[0]?.artifacts ?? '', name)).mtimeMs,
        ),
      );
    const before = written();

    const { code, err } = await resume(folder);
    expect(code, err).toBe(0);
    for (const [id, history] of finished) expect(attempts(folder).get(id)).toEqual(history);
    expect(written()).toEqual(before);
    const resumed = [...attempts(folder).values()].filter(([first]) => first?.outcome === 'lost');
    expect(resumed.map((history) => history.length)).toEqual(resumed.map(() => 2));
    expect(Math.max(...resumed.map(([, second]) => second?.resumedFromStep ?? 0))).toBeGreaterThan(0);
    expect(outcome(folder)).toEqual(undisturbed);
  }, 300_000);
});

// Red when the owner's lock is taken with BEGIN instead of BEGIN IMMEDIATE.
describe('a second owner', () => {
  it('is refused by name while the first lives; the same sweep again is handed to the first, which goes on', async () => {
    // Long enough for two that begin meanwhile, on a busy machine.
    const folder = freshFolder(10);
    const sweep = launch(folder);
    const owner = await whenOwnerSays(folder, sweep, 'a busy worker', (status) =>
      status.busy.length > 0 ? status.pid : undefined,
    );
    expect(owner).toBe(sweep.process.pid);
    const [fresh, again] = await Promise.all([
      start(folder, ['launch', 'sweep.yaml', '--fresh']).ended,
      start(folder, ['launch', 'sweep.yaml']).ended,
    ]);
    expect(fresh.code).toBe(2);
    expect(fresh.err).toContain(`another frostline owns this state folder (pid ${owner})`);
    expect(again).toMatchObject({
      code: 0,
      out: expect.stringContaining('faults is running: 0 new trials') as string,
    });
    await succeeds(sweep.ended);
    expect([...attempts(folder).values()]).toMatchObject(
      Array.from({ length: 4 }, () => [{ outcome: 'complete' }]),
    );
  }, 300_000);
});

// Red when the worker's `stop` does not abort the run, and when `fit` writes no checkpoint for a run that is to stop.
describe('Ctrl-C', () => {
  it('pauses runs after a checkpoint; resume goes on from the very step', async () => {
    const folder = freshFolder();
    const sweep = launch(folder);
    const { runId, step } = await whenOwnerSays(folder, sweep, 'a run in mid-epoch', inMidEpoch);
    sweep.process.kill('SIGINT');
    const { code, err } = await sweep.ended;
    expect(code, err).toBe(130);
    expect(err).toContain('frostline resume');

    const checkpoint = readLedger(folder, (ledger) => lastCheckpoint(ledger, runId))?.step ?? 0;
    expect(checkpoint).toBeGreaterThanOrEqual(step);
    expect(attempts(folder).get(runId)).toMatchObject([{ outcome: 'stopped' }]);
    const states = (outcome(folder) as { runs: { state: string }[] }).runs.map(({ state }) => state);
    expect(states).toContain('paused');
    expect(states.filter((state) => state !== 'paused' && state !== 'complete')).toEqual([]);

    const resumed = await resume(folder);
    expect(resumed.code, resumed.err).toBe(0);
    expect(attempts(folder).get(runId)?.[1]).toMatchObject({ resumedFromStep: checkpoint });
    expect(outcome(folder)).toEqual(undisturbed);
  }, 300_000);
});
