import { FrostlineError, RandomStream, silentLogger } from '@frostline/base';
import {
  trialSettings,
  type FailureClass,
  type FailureCounts,
  type RunAssignment,
  type TrialEvent,
  type WorkerMessage,
} from '@frostline/protocol';
import {
  addTrials,
  createSweep,
  curve,
  findSweep,
  leaderboard,
  openLedger,
  requeueLost,
  resumeTrials,
  retryTrials,
  runsOf,
  scoreTrial,
  unscoredTrials,
  type Ledger,
  type NewSweep,
} from '@frostline/store';
import type { PlannedTrial } from '@frostline/sweep';
import type { StopRequest } from '../../host/controls.js';
import { Supervisor } from '../../host/supervisor.js';
import { SweepControls } from '../../host/sweep-controls.js';
import { SweepHost } from '../../host/sweep-host.js';
import type { Timers } from '../../host/timers.js';
import type { StartProcess } from '../../host/worker-process.js';
import { SimulatedProcess } from './simulated-process.js';
import { SimulatedTime } from './simulated-time.js';

const TRIALS = ['a', 'b', 'c'];
/** What the sweep is extended by, sooner or later. */
const LATER_TRIAL = 'd';
const FOLDS = 2;
const SLOTS = ['cpu:0', 'cpu:1'];
const BAD_STARTS: readonly ('dies' | 'hangs')[] = ['dies', 'dies', 'hangs'];
const MISHAPS: readonly FailureClass[] = ['bad-data', 'bug', 'non-finite', 'out-of-memory', 'disk-full'];
/** How many failures of a class end a run; a shortage of memory does so once each image is alone. */
const LAST_FAILURE: Partial<Record<FailureClass, number>> = {
  'bad-data': 1,
  'non-finite': 1,
  bug: 2,
  lost: 3,
  'out-of-memory': 5,
};
const SWEEP: NewSweep = {
  name: 'simulated',
  file: 'sweep.yaml',
  spec: {},
  metric: 'accuracy',
  goal: 'maximize',
  folds: { kind: 'stratified', count: FOLDS, seed: 0 },
  competition: { path: 'competition.yaml', hash: 'c0ffee' },
};
const LIMITS = { startMs: 2_000, silentMs: 1_000, stopMs: 500 };

interface Owner {
  readonly host: SweepHost;
  readonly controls: SweepControls;
  readonly scope: OwnerScope;
}

/** What happens to an owner's process: all that calls into it goes through here. */
interface OwnerScope {
  /** Gone, so that what was still to happen in it does not. */
  dead: boolean;
  /** Whether a write of the ledger has failed in its time. */
  unwritten: boolean;
  /** Stopped (SIGSTOP, a laptop's lid): what was to happen in it, all of it at once when it wakes. */
  asleep: (() => void)[] | undefined;
}

/** One event of a simulated sweep, drawn at random: what happens, to which of several, and how much. */
export type Blow = readonly [kind: number, pick: number, amount: number];

/**
 * A sweep with its owner's real host, core and ledger, in simulated time, with simulated workers: messages are lost, late
 * and repeated, processes die, freeze and never get ready, owners die between any two things they do, sleep and follow one
 * another, people interfere and extend it, disks fill up and clocks jump. The same seed and blows give the same sweep to the last decision.
 */
export class SimulatedSweep {
  /** What was decided and done, for comparing two runs of one seed. */
  readonly trace: string[] = [];
  private readonly time = new SimulatedTime();
  private readonly ledger: Ledger;
  private readonly sweepId: string;
  private readonly random: RandomStream;
  private readonly disk = new Map<string, { readonly step: number; readonly claim?: object }>();
  private readonly acknowledged: { runId: string; attempt: number; step: number }[] = [];
  private readonly letters: { slot: string; message: WorkerMessage }[] = [];
  private readonly processes = new Map<string, SimulatedProcess>();
  private owner: Owner | undefined;
  /** The core's runs and the count of the ledger's changes when last they were compared. */
  private agreed: { readonly runs?: unknown; readonly changes?: number | undefined } = {};
  private tokens = 0;
  private failingWrites = 0;
  /** After how many statements the owner dies; 0: after none. */
  private fatalStatement = 0;
  /** After how many commands to its workers the owner dies; 0: after none. */
  private fatalCommand = 0;
  /** Processes whose owner is gone: they end once they see that. */
  private readonly orphans: SimulatedProcess[] = [];
  private kind = false;

  constructor(seed: number) {
    this.random = new RandomStream(seed, 'simulation');
    this.ledger = openLedger(':memory:', {
      clock: this.time,
      newToken: () => `token-${(this.tokens += 1)}`,
      afterStatement: () => {
        if (this.fatalStatement > 0 && this.owner !== undefined) {
          this.fatalStatement -= 1;
          if (this.fatalStatement === 0) {
            this.killOwner();
            throw new FrostlineError('killed', 'the owner dies amid a change of the ledger');
          }
        }
        if (this.failingWrites === 0) return;
        this.failingWrites -= 1;
        if (this.owner !== undefined) this.owner.scope.unwritten = true;
        throw new FrostlineError('disk-full', 'no room to write the ledger');
      },
    });
    this.sweepId = createSweep(this.ledger, SWEEP).id;
    addTrials(this.ledger, this.sweepId, TRIALS.map(plannedTrial));
  }

  async suffer([kind, pick, amount]: Blow): Promise<void> {
    const process = this.processes.get(SLOTS[pick % SLOTS.length] ?? '');
    if (amount % 2 === 0) this.startOwner();
    const trial = TRIALS[pick % TRIALS.length];
    // All, a trial, or one of its runs.
    const named = [{}, { trial }, { trial, fold: pick % FOLDS }][amount % 3] ?? {};
    switch (kind % 15) {
      case 0:
        process?.murder();
        break;
      case 1:
        process?.freeze();
        break;
      case 2:
        process?.thaw();
        this.orphans[pick % Math.max(1, this.orphans.length)]?.thaw();
        break;
      case 3:
        this.killOwner();
        break;
      case 4:
        this.time.jump((amount % 2 === 0 ? 1 : -1) * 86_400_000);
        break;
      case 5:
        if (amount % 5 === 0) this.failingWrites = 1 + (pick % 3);
        else this.fatalStatement = 1 + (pick % 7);
        break;
      case 6:
        this.replayLetter(pick);
        break;
      case 11:
        this.loseCheckpoint(`${TRIALS[pick % TRIALS.length] ?? ''}-${amount % FOLDS}`);
        break;
      case 12:
        this.fatalCommand = 1 + (pick % 5);
        break;
      case 13:
        this.extend();
        break;
      case 14:
        await this.sleep(amount * (pick % 3 === 0 ? 100 : 10));
        break;
      default:
        this.interfere(kind % 4, named, pick % 3);
    }
    await this.pass(amount * 10);
  }

  /** From now on nothing goes wrong; owners come until all is complete. */
  async settle(): Promise<void> {
    this.kind = true;
    this.failingWrites = 0;
    this.fatalStatement = 0;
    this.fatalCommand = 0;
    for (const process of [...this.processes.values(), ...this.orphans]) process.thaw();
    for (let round = 0; round < 20 && !this.isComplete(); round++) {
      if (this.owner === undefined) {
        addTrials(this.ledger, this.sweepId, [plannedTrial(LATER_TRIAL)]);
        resumeTrials(this.ledger, this.sweepId);
        retryTrials(this.ledger, this.sweepId);
        this.startOwner();
      } else if (!this.owner.host.isEnding) {
        this.extend();
        this.owner.controls.resume({});
        this.owner.controls.retry({});
      }
      await this.pass(30_000);
    }
    if (!this.isComplete()) throw new Error('the sweep does not end');
  }

  /** What the sweep is for. */
  outcome(): unknown {
    return {
      scores: leaderboard(this.ledger, this.sweepId).map(({ trialId, score, foldScores }) => ({
        trialId,
        score,
        foldScores,
      })),
      curves: this.runs().map(({ id }) =>
        curve(this.ledger, id).map(({ step, name, value }) => [id, step, name, value]),
      ),
    };
  }

  /** Acknowledged numbers that the ledger does not hold: none, ever. */
  lostRows(): unknown[] {
    const stored = new Set(
      this.ledger
        .all<{ key: string }>(
          `SELECT r.id || ' ' || m.attempt || ' ' || m.step AS key FROM metric m JOIN run r ON r.key = m.run`,
        )
        .map(({ key }) => key),
    );
    return this.acknowledged.filter(({ runId, attempt, step }) => !stored.has(`${runId} ${attempt} ${step}`));
  }

  /** Runs with more than one attempt that counts: none, ever. */
  doubleResults(): unknown[] {
    return this.ledger.all(
      `SELECT run, count(*) AS times FROM attempt WHERE outcome = 'complete' GROUP BY run HAVING count(*) > 1`,
    );
  }

  /** Attempts that count as lost. */
  losses(): unknown[] {
    return this.ledger.all(`SELECT run, attempt FROM attempt WHERE failure = 'lost'`);
  }

  close(): void {
    this.ledger.close();
  }

  private startOwner(): void {
    if (this.owner !== undefined) return;
    try {
      requeueLost(this.ledger);
    } catch (error) {
      this.trace.push(String(error));
      return;
    }
    const scope: OwnerScope = { dead: false, unwritten: false, asleep: undefined };
    const timers = timersWithin(this.time, scope);
    const score = (trialId: string): void => {
      const runs = runsOf(this.ledger, this.sweepId, trialId);
      const accuracy = runs.reduce((sum, { result }) => sum + (result?.values['accuracy'] ?? NaN), 0);
      scoreTrial(this.ledger, this.sweepId, trialId, { accuracy: accuracy / runs.length });
    };
    const sweep = findSweep(this.ledger, this.sweepId);
    const host: SweepHost = new SweepHost({
      ledger: this.ledger,
      sweep,
      home: '/simulated',
      runs: this.runs(),
      launches: SLOTS.map((device) => ({ script: '', device, env: {} })),
      limits: LIMITS,
      hours: this.kind ? undefined : this.random.nextBelow(4) === 0 ? 0.002 : undefined,
      serves: false,
      // More and more: runs go on by themselves after a while.
      room: { free: () => this.time.monotonic() * 1_000_000, checkpoint: () => 0 },
      clock: this.time,
      timers,
      supervise: (launch, listener) =>
        new Supervisor(launch.device, launch, listener, silentLogger, timers, ({ device }, ears) =>
          this.startProcess(device, {
            ...ears,
            message: (message) => {
              this.letters.push({ slot: device, message });
              within(scope, () => {
                ears.message(message);
              });
            },
            exit: (exit) => {
              within(scope, () => {
                ears.exit(exit);
              });
            },
          }),
        ),
      logger: { ...silentLogger, info: (fields, message) => this.note(fields, message) },
      logs: { of: () => silentLogger, close: () => undefined },
      reporter: {
        progress: () => undefined,
        runEnded: ({ trialId, fold, state }) => this.trace.push(`${trialId}-${fold} ${state}`),
        notice: (text) => this.trace.push(text),
        close: () => undefined,
      },
      score,
    });
    this.owner = { host, controls: new SweepControls(host, this.ledger, sweep), scope };
    const end = (how: string): void => {
      if (scope.dead) return;
      this.trace.push(how);
      this.killOwner();
    };
    try {
      for (const trialId of unscoredTrials(this.ledger, this.sweepId)) score(trialId);
    } catch (error) {
      end(String(error));
      return;
    }
    host.run().then(
      () => end('drained'),
      (error: unknown) => end(String(error)),
    );
  }

  private startProcess(
    slot: string,
    listener: ConstructorParameters<typeof SimulatedProcess>[2],
  ): ReturnType<StartProcess> {
    const process = new SimulatedProcess(
      slot,
      {
        timers: this.time,
        clock: this.time,
        disk: this.disk,
        post: (message) => this.fateOf(message),
        stepMs: () => 20 + this.random.nextBelow(200),
        // What comes of a failure is most intricate where a person interferes.
        mishap: (stopping) => (this.kind ? undefined : MISHAPS[this.random.nextBelow(stopping ? 10 : 60)]),
        badStart: () => (this.kind ? undefined : BAD_STARTS[this.random.nextBelow(30)]),
        commandMs: () => 1 + this.random.nextBelow(this.kind ? 1 : 40),
        acknowledged: (assignment, event) => {
          this.noteAcknowledged(assignment, event);
        },
      },
      listener,
    );
    this.processes.set(slot, process);
    return {
      pid: undefined,
      send: (command) => {
        this.mayDie();
        process.send(command);
      },
      kill: (reason) => {
        process.kill(reason);
      },
      disconnect: (reason) => {
        process.disconnect(reason);
      },
    };
  }

  /** Between two commands, or between a change of the ledger and what follows from it. */
  private mayDie(): void {
    if (this.fatalCommand === 0 || this.owner === undefined) return;
    this.fatalCommand -= 1;
    if (this.fatalCommand > 0) return;
    this.killOwner();
    throw new FrostlineError('killed', 'the owner dies before it tells a worker');
  }

  private fateOf({ type }: WorkerMessage): readonly number[] {
    const delay = 1 + this.random.nextBelow(20);
    const fate = this.random.nextBelow(40);
    // A pipe between two processes of one machine repeats no greeting; and a kind world loses nothing.
    if (this.kind || type === 'ready') return [delay];
    if (fate === 0) return [];
    return fate < 6 ? [delay, delay + this.random.nextBelow(500)] : [delay];
  }

  private noteAcknowledged({ runId, attempt }: RunAssignment, event: TrialEvent): void {
    if (event.type === 'metrics') this.acknowledged.push({ runId, attempt, step: event.step });
  }

  private note(fields: object, message: string): void {
    this.trace.push(`${message} ${JSON.stringify(fields)}`);
  }

  private killOwner(): void {
    if (this.owner === undefined) return;
    this.owner.scope.dead = true;
    this.owner = undefined;
    for (const process of this.processes.values()) process.disconnect('the owner is gone');
    this.orphans.push(...this.processes.values());
    this.processes.clear();
  }

  /** The owner does nothing for a while, and then all that had fallen due. */
  private async sleep(ms: number): Promise<void> {
    const scope = this.owner?.scope;
    if (scope === undefined) return;
    const due: (() => void)[] = [];
    scope.asleep = due;
    await this.pass(ms);
    scope.asleep = undefined;
    for (const call of due) within(scope, call);
  }

  /** It is gone, or damaged. */
  private loseCheckpoint(run: string): void {
    const saved = this.disk.get(run);
    if (saved !== undefined) this.disk.set(run, { ...saved, step: 0 });
  }

  private extend(): void {
    if (this.owner === undefined || this.owner.host.isEnding) return;
    try {
      this.owner.controls.extend({ sweep: SWEEP, trials: [...TRIALS, LATER_TRIAL].map(plannedTrial) });
    } catch (error) {
      this.trace.push(String(error));
    }
  }

  private interfere(how: number, named: StopRequest, priority: number): void {
    if (this.owner === undefined || this.owner.host.isEnding) return;
    const { controls } = this.owner;
    try {
      if (how === 0) controls.stop(named);
      else if (how === 1) controls.resume(named);
      else if (how === 2) controls.retry(named);
      else controls.prioritize({ trial: named.trial ?? 'a', priority });
    } catch (error) {
      this.trace.push(String(error));
    }
  }

  /** Something that was said long ago, by a process that is gone or by the one that is there, arrives once more. */
  private replayLetter(pick: number): void {
    const letter = this.letters[pick % Math.max(1, this.letters.length)];
    if (letter === undefined || letter.message.type === 'ready') return;
    if (this.owner !== undefined && !this.owner.host.isEnding)
      this.owner.host.message(letter.slot, letter.message);
  }

  private async pass(ms: number): Promise<void> {
    await this.time.pass(ms, () => {
      this.checkAgreement();
    });
  }

  /** The core and the ledger tell the same of every run, and one has failed just when its failures are enough for that, unless the owner could not write and is ending. */
  private checkAgreement(): void {
    if (this.owner === undefined || (this.owner.host.isEnding && this.owner.scope.unwritten)) return;
    const { runs } = this.owner.host.coreState;
    const changes = this.ledger.get<{ count: number }>('SELECT total_changes() AS count')?.count;
    // Most of what happens changes neither, and this is asked after all of it.
    if (runs === this.agreed.runs && changes === this.agreed.changes) return;
    this.agreed = { runs, changes };
    const known = new Map(runs.map((run) => [run.id, run]));
    for (const { id, state, attempts, failures, priority } of this.runs()) {
      const run = known.get(id);
      const stored = JSON.stringify({ state, attempts, failures: Object.entries(failures).sort(), priority });
      const held = JSON.stringify({
        state: run?.state,
        attempts: run?.attempts,
        failures: Object.entries(run?.failures ?? {}).sort(),
        priority: run?.priority,
      });
      if (stored !== held) throw new Error(`the ledger has ${id} ${stored}, the core ${held}`);
      if ((state === 'failed') !== isSpent(failures))
        throw new Error(`${id} is ${state} after ${JSON.stringify(failures)}`);
    }
  }

  /** Whether it was extended and all is done; an owner that died before it had scored a trial leaves that to the next one. */
  private isComplete(): boolean {
    const runs = this.runs();
    const extended = runs.length > TRIALS.length * FOLDS;
    const scored = unscoredTrials(this.ledger, this.sweepId).length === 0;
    return extended && scored && runs.every(({ state }) => state === 'complete') && this.owner === undefined;
  }

  private runs() {
    return runsOf(this.ledger, this.sweepId);
  }
}

/** Whether a run has failed so often that it is not tried again. */
function isSpent(failures: FailureCounts): boolean {
  const { 'disk-full': full = 0, 'out-of-memory': shortages = 0 } = failures;
  const all = Object.values(failures).reduce((sum, count) => sum + count, 0);
  return (
    all - full - shortages >= 3 ||
    Object.entries(LAST_FAILURE).some(([failure, last]) => (failures[failure as FailureClass] ?? 0) >= last)
  );
}

function plannedTrial(id: string): PlannedTrial {
  return {
    id,
    settings: trialSettings.parse({ backbone: 'net', freeze: 'head' }),
    runs: Array.from({ length: FOLDS }, (_, fold) => ({ id: `${id}-${fold}`, trialId: id, fold })),
  };
}

/** Lets something happen in an owner's process: at once, when it wakes, or never. */
function within(scope: OwnerScope, call: () => void): void {
  if (scope.dead) return;
  if (scope.asleep !== undefined) {
    scope.asleep.push(call);
    return;
  }
  try {
    call();
  } catch (error) {
    // Its death amid the call, which nobody in it outlives.
    if (!scope.dead) throw error;
  }
}

function timersWithin(timers: Timers, scope: OwnerScope): Timers {
  const inside = (call: () => void) => () => {
    within(scope, call);
  };
  return {
    after: (ms, call) => timers.after(ms, inside(call)),
    every: (ms, call) => timers.every(ms, inside(call)),
  };
}
