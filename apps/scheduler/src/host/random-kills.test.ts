import { RandomStream } from '@frostline/base';
import { curve, findSweep, leaderboard, openLedger, runsOf } from '@frostline/store';
import { readOwnerAddress } from '@frostline/store/owner-address';
import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it } from 'vitest';
import { ownerStatus } from './controls.js';
import { homeOf, launchSample } from '../testing/launch-sample.js';
import { sampleCatalog, sampleSweep, sampleSweepFolder } from '../testing/sample-sweep.js';

/** How many random kills: more on demand. */
const kills = Number(process.env['FROSTLINE_KILLS'] ?? 50);
/** Runs are given up after three losses under whatever owners, so that no sweep is asked to bear more. */
const killsPerSweep = 10;
const rates = Array.from({ length: 8 }, (_, index) => `0.0${index + 1}`).join();

const owner = fileURLToPath(new URL('./owner.fixture.mjs', import.meta.url));

interface Life {
  readonly process: ChildProcess;
  readonly exit: Promise<unknown>;
}

/** Starts an owner of the folder's sweep, in a process of its own, with workers that pause between steps. */
function startOwner(root: string): Life {
  const child = spawn(process.execPath, [owner, root, JSON.stringify(sampleCatalog)], {
    env: { ...process.env, FAKE_WORKER: 'slow', FAKE_WORKER_ACKS: path.join(root, 'acknowledged') },
    stdio: 'ignore',
  });
  return { process: child, exit: new Promise((resolve) => child.once('exit', resolve)) };
}

/** The pids of the children that hold a run; none while no owner answers. */
async function busyWorkers(root: string): Promise<number[]> {
  const address = readOwnerAddress(homeOf(root));
  if (address === undefined) return [];
  try {
    const reply = await fetch(`http://127.0.0.1:${address.port}/api/v1/status`, {
      headers: { authorization: `Bearer ${address.token}` },
    });
    const { workers } = ownerStatus.parse(await reply.json());
    return workers.flatMap(({ pid, runId }) => (pid === null || runId === null ? [] : [pid]));
  } catch {
    return [];
  }
}

function read(root: string) {
  const ledger = openLedger(path.join(homeOf(root), 'ledger.db'), { readonly: true });
  try {
    const { id } = findSweep(ledger);
    return {
      scores: leaderboard(ledger, id).map(({ trialId, state, score, foldScores }) => ({
        trialId,
        state,
        score,
        foldScores,
      })),
      curves: runsOf(ledger, id).map((run) => curve(ledger, run.id).map(({ step, value }) => [step, value])),
      metrics: ledger.all<{ row: string }>(
        `SELECT r.id || ' ' || m.attempt || ' ' || m.step AS row FROM metric m JOIN run r ON r.key = m.run`,
      ),
      doubles: ledger.all(
        `SELECT run FROM attempt WHERE outcome = 'complete' GROUP BY run HAVING count(*) > 1`,
      ),
      integrity: ledger.all('PRAGMA integrity_check'),
    };
  } finally {
    ledger.close();
  }
}

// Red when the host acknowledges an event that the journal does not hold yet, and when a launch leaves out `requeueLost`.
describe('random kills', () => {
  let roots: string[] = [];
  afterEach(() => {
    for (const root of roots) rmSync(root, { recursive: true });
    roots = [];
  });
  const freshRoot = (): string => {
    const root = sampleSweepFolder(sampleSweep('net', rates));
    roots.push(root);
    return root;
  };

  it(
    `of workers and owners, ${kills}: no acknowledged row is lost, no result counts twice, the leaderboard is the same`,
    async () => {
      const calm = freshRoot();
      await launchSample(calm);
      const undisturbed = read(calm);
      const random = new RandomStream(Number(process.env['FROSTLINE_SEED'] ?? 1), 'kills');
      const done = { workers: 0, owners: 0 };
      while (done.workers + done.owners < kills) {
        const root = freshRoot();
        let life = startOwner(root);
        for (let here = 0; here < killsPerSweep && done.workers + done.owners < kills;) {
          await new Promise((resolve) => setTimeout(resolve, random.nextBelow(300)));
          if (life.process.exitCode !== null) break;
          const busy = await busyWorkers(root);
          if (busy.length === 0) continue;
          here += 1;
          if (random.nextBelow(3) === 0) {
            life.process.kill('SIGKILL');
            await life.exit;
            done.owners += 1;
            life = startOwner(root);
          } else if (kill(busy[random.nextBelow(busy.length)] ?? 0)) done.workers += 1;
        }
        await life.exit;
        // A run that was hit three times has failed; launched again it goes on.
        for (let again = 0; again < 3 && life.process.exitCode !== 0; again++) {
          life = startOwner(root);
          await life.exit;
        }
        const { scores, curves, metrics, doubles, integrity } = read(root);
        expect({ scores, curves }).toEqual({ scores: undisturbed.scores, curves: undisturbed.curves });
        const stored = new Set(metrics.map(({ row }) => row));
        expect(acknowledged(root).filter((row) => !stored.has(row))).toEqual([]);
        expect(doubles).toEqual([]);
        expect(integrity).toEqual([{ integrity_check: 'ok' }]);
      }
      expect(done.workers).toBeGreaterThan(0);
      expect(done.owners).toBeGreaterThan(0);
    },
    120_000 + kills * 5_000,
  );
});

function acknowledged(root: string): string[] {
  const file = path.join(root, 'acknowledged');
  return existsSync(file) ? readFileSync(file, 'utf8').split('\n').slice(0, -1) : [];
}

/** Whether there was somebody to kill. */
function kill(pid: number): boolean {
  try {
    process.kill(pid, 'SIGKILL');
    return true;
  } catch {
    return false;
  }
}
