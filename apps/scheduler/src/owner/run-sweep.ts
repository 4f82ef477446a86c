import { InputError, type Clock } from '@frostline/base';
import type { Competition } from '@frostline/data';
import {
  runsOf,
  scoreTrial,
  unscoredTrials,
  type Ledger,
  type RunRow,
  type SweepRow,
} from '@frostline/store';
import { writeOwnerAddress } from '@frostline/store/owner-address';
import type { Limits } from '@frostline/sweep';
import path from 'node:path';
import { OwnerHere } from '../api/owner.js';
import { TakenPort } from '../api/port.js';
import { startApi } from '../api/server.js';
import { stateToken } from '../api/state-token.js';
import { onInterrupt } from '../host/interrupts.js';
import { removeLeftovers } from '../host/leftovers.js';
import { ownMetrics } from '../named-files/own-modules.js';
import { openLog } from '../host/logs.js';
import type { SweepReporter } from '../host/reporter.js';
import { diskRoom } from '../host/room.js';
import { RunLogs } from '../host/run-logs.js';
import { scorePooled } from '../host/score-trial.js';
import { SweepControls } from '../host/sweep-controls.js';
import { SweepHost } from '../host/sweep-host.js';
import { Supervisor } from '../host/supervisor.js';
import { systemTimers } from '../host/timers.js';
import { workerLaunches, type WorkerChoice } from '../host/worker-launches.js';
import { startWorkerProcess } from '../host/worker-process.js';

export interface SweepJob {
  readonly home: string;
  readonly ledger: Ledger;
  readonly sweep: SweepRow;
  readonly competition: Competition;
  /** Which of the sweep's runs may be run; the others stay as they are. */
  readonly selects: (run: RunRow) => boolean;
  readonly choice: WorkerChoice;
  readonly limits: Partial<Limits>;
  /** How long this owner may train; without end when undefined. */
  readonly hours: number | undefined;
  /** Where the page is shown to people while the sweep runs; the API is at any free port, and not announced, when undefined. */
  readonly page?: TakenPort | undefined;
  readonly clock: Clock;
  readonly reporter: SweepReporter;
}

/** How a sweep ended, for this process. */
export interface SweepEnd {
  /** Runs of the job by how they ended. */
  readonly complete: number;
  readonly failed: number;
  readonly paused: number;
}

/**
 * Runs what waits of a sweep until nothing does. For the owner only. Where it shows a page, it stays while runs are paused; everywhere
 * while they wait for room on the disk.
 * The first Ctrl-C pauses everything after a checkpoint and ends it, the second ends the workers at once.
 */
export async function runSweep(job: SweepJob): Promise<SweepEnd> {
  const { home, ledger, sweep, competition, selects, choice, limits, hours, page, clock, reporter } = job;
  const launches = await workerLaunches(choice);
  removeLeftovers(home);
  const log = openLog(path.join(home, 'owner.log.jsonl'), { pid: process.pid });
  const logs = new RunLogs(home);
  const runs = runsOf(ledger, sweep.id).filter(selects);
  const own = await ownMetrics(home, sweep.metric);
  const score = (trialId: string): void => {
    const files = runsOf(ledger, sweep.id, trialId).flatMap(({ result }) =>
      result === undefined ? [] : [path.resolve(home, result.outOfFold)],
    );
    try {
      scoreTrial(ledger, sweep.id, trialId, scorePooled(competition, files, own));
    } catch (error) {
      // One trial's lost file must not keep the others from going on.
      if (!(error instanceof InputError && error.code === 'predictions-missing')) throw error;
      reporter.notice(`trial ${trialId} gets no score: ${error.message}`);
    }
  };
  // Finished right before a crash, or by another sweep.
  for (const trialId of unscoredTrials(ledger, sweep.id)) score(trialId);

  const host = new SweepHost({
    ledger,
    sweep,
    home,
    runs,
    launches,
    limits,
    hours,
    serves: page !== undefined,
    room: diskRoom(home),
    clock,
    timers: systemTimers,
    supervise: (launch, listener) =>
      new Supervisor(launch.device, launch, listener, log.logger, systemTimers, startWorkerProcess),
    logger: log.logger,
    logs,
    reporter,
    score,
  });
  const controls = new SweepControls(host, ledger, sweep);
  const api = await startApi({
    home,
    owner: new OwnerHere(controls),
    token: stateToken(home),
    port: page ?? (await takeLocalPort(0)),
    clock,
    logger: log.logger,
    loaded: [{ path: sweep.competition.path, competition }],
  });
  if (page !== undefined) reporter.notice(`the page: ${api.url}`);
  const dispose = onInterrupt((count) => {
    if (count === 1) {
      reporter.notice('pausing: each run stops after a checkpoint; Ctrl-C again ends them at once');
      controls.pause();
      host.leave();
    } else {
      host.killWorkers();
      process.exit(130);
    }
  });
  try {
    writeOwnerAddress(home, api.address);
    await host.run();
  } finally {
    dispose();
    reporter.close();
    await api.close();
    logs.closeAll();
    log.close();
  }
  const known = new Set(host.coreState.runs.map(({ id }) => id));
  const ended = runsOf(ledger, sweep.id).filter(({ id }) => known.has(id));
  const count = (state: RunRow['state']): number => ended.filter((run) => run.state === state).length;
  return { complete: count('complete'), failed: count('failed'), paused: count('paused') };
}

/**
 * Takes the page's port before anything is written: where it is taken, nothing must have changed.
 *
 * @param number where people are to see the page, 0 for any free port; undefined where they are not to
 * @throws InputError `port-taken`
 */
export async function withPage<Result>(
  number: number | undefined,
  use: (page: TakenPort | undefined) => Promise<Result>,
): Promise<Result> {
  const page = number === undefined ? undefined : await takeLocalPort(number);
  try {
    return await use(page);
  } finally {
    await page?.close();
  }
}

/** Takes a port that only this machine reaches. */
async function takeLocalPort(number: number): Promise<TakenPort> {
  return TakenPort.take({ host: '127.0.0.1', port: number, allowHosts: [] });
}
