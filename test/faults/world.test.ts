import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { lastCheckpoint, leaderboard, openLedger, runsOf } from '@frostline/store';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sweepFolder } from './support/competition.js';
import { launch, start, type RunningCommand } from './support/frostline.js';
import { homeOf } from './support/home.js';
import { isAlive } from './support/is-alive.js';
import { inMidEpoch, whenOwnerSays } from './support/moments.js';
import { succeeds } from './support/succeeds.js';
import { attempts, outcome, readLedger } from './support/outcome.js';
import { canMount, fillUp, mountSmallDisk, unmount } from './support/small-disk.js';
import { waitUntil } from './support/wait-until.js';

const folders: string[] = [];
function freshFolder(): string {
  const folder = sweepFolder();
  folders.push(folder);
  return folder;
}

let undisturbed: unknown;
beforeAll(async () => {
  const folder = freshFolder();
  await succeeds(launch(folder).ended);
  undisturbed = outcome(folder);
}, 300_000);
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true });
});

// Red when `WorkerProcess` reports no signal; and when the host gives events the wall clock's time, once `forgiveSleep`,
// which makes up for jumps, is left out too.
describe('a clock that jumps by a day, back and forth, and a child that crashes', () => {
  it('expires nothing; the crash costs one run an attempt, and its signal is recorded', async () => {
    const folder = freshFolder();
    const preload = new URL('./support/jumping-clock.mjs', import.meta.url).href;
    const sweep = launch(folder, ['--hung-after', '60'], { NODE_OPTIONS: `--import ${preload}` });
    const { pid, runId } = await whenOwnerSays(folder, sweep, 'a run in mid-epoch', inMidEpoch);
    process.kill(pid, 'SIGSEGV');
    await succeeds(sweep.ended);
    for (const [id, history] of attempts(folder)) {
      const ends = history.map(({ outcome, failure, signal }) => [outcome, failure, signal]);
      const crash = ['failed', 'lost', 'SIGSEGV'];
      expect(ends).toEqual(id === runId ? [crash, ['complete', null, null]] : [['complete', null, null]]);
    }
    expect(outcome(folder)).toEqual(undisturbed);
  }, 300_000);
});

// Red when the owner sends no `tick` to the core.
describe('a child that is stopped (SIGSTOP)', () => {
  it('is killed as hung; one that its owner left behind changes nothing when it wakes, and exits', async () => {
    const folder = freshFolder();
    const sweep = launch(folder, ['--hung-after', '5']);
    const hung = await whenOwnerSays(folder, sweep, 'a run in mid-epoch', inMidEpoch);
    process.kill(hung.pid, 'SIGSTOP');
    const first = () => attempts(folder).get(hung.runId)?.[0];
    await waitUntil('the hung child to be killed', () => (first()?.outcome ? true : undefined));
    expect(first()).toMatchObject({ failure: 'lost', signal: 'SIGKILL' });
    expect(first()?.message).toContain('no sign of run');

    const zombie = await whenOwnerSays(folder, sweep, 'another run in mid-epoch', inMidEpoch);
    process.kill(zombie.pid, 'SIGSTOP');
    sweep.process.kill('SIGKILL');
    await sweep.ended;
    const next = start(folder, ['resume', '--workers', '2']);
    await whenOwnerSays(folder, next, 'the run under its next owner', ({ busy }) =>
      busy.find(({ runId, step }) => runId === zombie.runId && step > 0),
    );
    process.kill(zombie.pid, 'SIGCONT');
    await waitUntil('the zombie to exit', () => !isAlive(zombie.pid) || undefined, 30_000);
    await succeeds(next.ended);
    expect(outcome(folder)).toEqual(undisturbed);
  }, 300_000);
});

// Red when the core counts the time between two ticks as silence however long it was (`forgiveSleep` left out).
describe('owners that race, and one that is stopped (SIGSTOP) for longer than a child may be silent', () => {
  it('one trains, the others hand over or are refused; and it goes on as if it had not slept', async () => {
    const folder = freshFolder();
    const sweeps = [0, 1, 2].map(() => launch(folder, ['--hung-after', '6']));
    const owner = await waitUntil('one to own the folder', () =>
      sweeps.find((sweep) => sweep.process.exitCode === null && ownerPid(folder) === sweep.process.pid),
    );
    const others = await Promise.all(
      sweeps.filter((sweep) => sweep !== owner).map(async ({ ended }) => await ended),
    );
    for (const { out, err } of others)
      expect(out + err).toMatch(
        /faults is running|owns this state folder|has an owner|just starting or ending/,
      );

    await whenOwnerSays(folder, owner, 'a run in mid-epoch', inMidEpoch);
    owner.process.kill('SIGSTOP');
    await sleep(8_000);
    owner.process.kill('SIGCONT');
    await succeeds(owner.ended);
    for (const history of attempts(folder).values()) expect(history).toMatchObject([{ outcome: 'complete' }]);
    expect(outcome(folder)).toEqual(undisturbed);
  }, 300_000);
});

function ownerPid(folder: string): number | undefined {
  try {
    return (JSON.parse(readFileSync(path.join(homeOf(folder), 'scheduler.json'), 'utf8')) as { pid: number })
      .pid;
  } catch {
    return undefined;
  }
}

const mounts = canMount();

// Red when the worker calls a full disk a bug (`isDiskFull` gives false), when `readCheckpoint` compares no digest, and when
// the owner does not look for room, or does not wait for it.
describe('a full disk', () => {
  it.skipIf(!mounts)(
    'pauses the sweep with one clear error; it goes on once there is room, past a checkpoint that was damaged' +
      (mounts ? '' : ' (not run: this user may not mount a small disk)'),
    async () => {
      const folder = freshFolder();
      mountSmallDisk(homeOf(folder), 128);
      try {
        const ballast = path.join(folder, '.frostline', 'ballast');
        const fullIn = async (sweep: RunningCommand) => {
          const { runId } = await whenOwnerSays(folder, sweep, 'a run in mid-epoch', inMidEpoch);
          // Room for the ledger, and for no checkpoint.
          fillUp(ballast, 400_000);
          await waitUntil('all to be paused', () => isPaused(folder) || undefined);
          return runId;
        };
        const impatient = launch(folder);
        await fullIn(impatient);
        impatient.process.kill('SIGINT');
        const { code, err } = await impatient.ended;
        expect(code, err).toBe(130);
        expect(err.match(/no room/g), err).toHaveLength(1);
        expect(err).not.toMatch(/^ {4}at /m);
        expect(isPaused(folder)).toBe(true);
        rmSync(ballast);

        const sweep = start(folder, ['resume', '--workers', '2']);
        const runId = await fullIn(sweep);
        expect(integrity(folder)).toEqual([{ integrity_check: 'ok' }]);
        const damaged = newestCheckpoint(folder, runId);
        rmSync(ballast);
        const end = await sweep.ended;
        expect(end.code, end.err).toBe(0);
        expect(end.err).toContain('there is room on the disk again');
        expect(attempts(folder).get(runId)?.at(-1)?.resumedFromStep).toBeLessThan(damaged);
        expect(outcome(folder)).toEqual(undisturbed);
      } finally {
        unmount(homeOf(folder));
      }
    },
    300_000,
  );
});

/** Whether nothing waits or runs, and something is paused. */
function isPaused(folder: string): boolean {
  const states = readLedger(folder, (ledger, sweepId) => runsOf(ledger, sweepId).map(({ state }) => state));
  return states.includes('paused') && states.every((state) => state !== 'waiting' && state !== 'running');
}

function integrity(folder: string): unknown {
  const ledger = openLedger(path.join(homeOf(folder), 'ledger.db'));
  try {
    return ledger.all('PRAGMA integrity_check');
  } finally {
    ledger.close();
  }
}

/** Flips one byte in the middle of a run's newest checkpoint. @returns its step */
function newestCheckpoint(folder: string, runId: string): number {
  const checkpoints = path.join(homeOf(folder), 'runs', runId, 'checkpoints');
  const steps = readdirSync(checkpoints).flatMap((name) => /^step-(\d+)\./.exec(name)?.slice(1) ?? []);
  const step = Math.max(...steps.map(Number));
  const file = path.join(checkpoints, `step-${step}.safetensors`);
  const bytes = readFileSync(file);
  const middle = bytes.byteLength >> 1;
  bytes.writeUInt8(bytes.readUInt8(middle) ^ 1, middle);
  writeFileSync(file, bytes);
  return step;
}

/** Decay pulls the weights to zero until the rate, which rises with every step, makes it overshoot: then they explode. */
const divergingSweep = `name: faults
competition: competition.yaml
method: grid
folds: 2
trial:
  image_size: 32
  epochs: 5
  batch_size: 4
  optimizer: sgd
  momentum: 0
  weight_decay: 10
  warmup_epochs: 4
  freeze: scratch
parameters:
  backbone: {values: [squeezenet1_1]}
  learning_rate: {values: [0.01, 1]}
`;

// Red when `fit` goes on after a loss that is not finite, and when it removes the checkpoints before it says so.
describe('a loss that is not finite', () => {
  it('fails the trial at that step, once, with its last finite checkpoint kept; it never ranks', async () => {
    const folder = freshFolder();
    writeFileSync(path.join(folder, 'sweep.yaml'), divergingSweep);
    expect((await launch(folder).ended).code).toBe(1);
    const failed = [...attempts(folder)].filter(([, history]) =>
      history.some(({ failure }) => failure !== null),
    );
    expect(failed).toHaveLength(2);
    for (const [id, history] of failed) {
      expect(history).toMatchObject([{ outcome: 'failed', failure: 'non-finite' }]);
      const step = Number(/the loss was (?:NaN|Infinity) at step (\d+)/.exec(history[0]?.message ?? '')?.[1]);
      const kept = readLedger(folder, (ledger) => lastCheckpoint(ledger, id));
      expect(kept?.step).toBeLessThan(step);
      expect(existsSync(path.join(homeOf(folder), kept?.file ?? ''))).toBe(true);
    }
    const rows = readLedger(folder, leaderboard);
    expect(rows.filter(({ state }) => state === 'failed').map(({ score }) => score)).toEqual([undefined]);
  }, 300_000);
});
