import { FrostlineError, InternalError, type Clock, type Logger } from '@frostline/base';
import type { RunAssignment, TrialEvent, WorkerMessage } from '@frostline/protocol';
import {
  pauseTrials,
  resumeTrials,
  type ChangeOutcome,
  type DurableEvent,
  type Ledger,
  type ReportedEvent,
  type RunRow,
  type SweepRow,
} from '@frostline/store';
import {
  advance,
  initialState,
  type CoreCommand,
  type CoreRun,
  type CoreState,
  type Limits,
} from '@frostline/sweep';
import type { OwnerStatus } from './controls.js';
import { trialLabel } from '../replies/trial-label.js';
import { EventJournal, type EventMessage, type JournalEntry } from './event-journal.js';
import type { Happening } from './happening.js';
import { HeldRuns } from './held-runs.js';
import { runFolder } from './logs.js';
import { roomNeeded, type Room } from './room.js';
import type { SweepReporter } from './reporter.js';
import type { RunLogs } from './run-logs.js';
import type { SupervisorListener, WorkerKeeper } from './supervisor.js';
import type { ControlledHost } from './sweep-controls.js';
import { sweepProgress, type StepProgress } from './sweep-progress.js';
import type { Timers } from './timers.js';
import { describeExit, type WorkerExit, type WorkerLaunch } from './worker-process.js';

export interface HostOptions {
  readonly ledger: Ledger;
  readonly sweep: SweepRow;
  readonly home: string;
  /** The sweep's runs as the ledger has them, none of them running. */
  readonly runs: readonly RunRow[];
  /** One worker per entry, started once there are runs enough and kept alive as long as the host. */
  readonly launches: readonly WorkerLaunch[];
  readonly limits: Partial<Limits>;
  readonly hours: number | undefined;
  /** Whether people look at its page: it then stays while runs are paused, so that they can let them go on there. */
  readonly serves: boolean;
  readonly room: Room;
  readonly clock: Clock;
  readonly timers: Timers;
  /** Makes the keeper of one worker, which is not started yet. */
  readonly supervise: (launch: WorkerLaunch, listener: SupervisorListener) => WorkerKeeper;
  readonly logger: Logger;
  readonly logs: Pick<RunLogs, 'of' | 'close'>;
  readonly reporter: SweepReporter;
  /** Scores a trial whose runs are all complete. */
  readonly score: (trialId: string) => void;
}

const journalDelayMs = 1;
const closeGraceMs = 3_000;
/** After these there may be more to do than there are workers. */
const opensRuns: ReadonlySet<string> = new Set<Happening['type']>([
  'runs-added',
  'resume',
  'retry',
  'room-found',
]);
const tickMs = 500;
const lookForRoomMs = 2_000;

/**
 * Drives one sweep: the pure core decides, this carries it out. Events go to the ledger, are acknowledged, and only
 * then reach the core; commands change the ledger first and then talk to workers.
 */
export class SweepHost implements ControlledHost, SupervisorListener {
  private state: CoreState;
  private sweep: SweepRow;
  private readonly runs = new Map<string, RunRow>();
  /** Ids of its runs by trial. */
  private readonly trials = new Map<string, string[]>();
  private readonly unstaffed: WorkerLaunch[];
  private readonly supervisors = new Map<string, WorkerKeeper>();
  /** What each slot, named after its device, was given to do. */
  private readonly holders = new Map<string, RunAssignment>();
  private readonly steps = new Map<string, StepProgress>();
  private readonly held: HeldRuns;
  private readonly journal: EventJournal;
  private settle: { resolve: () => void; reject: (error: unknown) => void } | undefined;
  private ending = false;
  /** Bytes that must be free before what was paused for want of room goes on. */
  private roomNeeded = 0;
  /** Whether nothing waits and nothing runs. */
  private drained = false;
  /** Whether that was said to whoever waits. */
  private restSaid = false;
  /** Whether it is to end once nothing runs, whoever looks at its page. */
  private leaving = false;
  /** Whether an error ended it: the core may be ahead of the ledger then. */
  private halted = false;

  constructor(private readonly options: HostOptions) {
    const { ledger, sweep, home, limits, launches, timers } = options;
    this.state = initialState(limits);
    this.sweep = sweep;
    this.held = new HeldRuns(ledger, home);
    this.journal = new EventJournal(
      (entries) => {
        this.commit(entries);
      },
      (error) => {
        this.end(error);
      },
      journalDelayMs,
      timers,
    );
    this.unstaffed = [...launches];
  }

  /** Runs until nothing waits and nothing runs, and nobody may want it to go on. @throws what made going on impossible; the ledger is intact then */
  async run(): Promise<void> {
    const ended = new Promise<void>((resolve, reject) => (this.settle = { resolve, reject }));
    const endTicks = this.options.timers.every(tickMs, () => {
      this.happen({ type: 'tick' });
    });
    const endLooks = this.options.timers.every(lookForRoomMs, () => {
      this.lookForRoom();
    });
    const { hours, runs } = this.options;
    if (hours !== undefined) this.happen({ type: 'time-given', ms: hours * 3_600_000 });
    this.addRuns(runs);
    try {
      await ended;
    } finally {
      this.ending = true;
      endTicks();
      endLooks();
      await Promise.all(
        [...this.supervisors.values()].map(async (supervisor) => supervisor.close(closeGraceMs)),
      );
    }
  }

  addRuns(runs: readonly RunRow[]): void {
    for (const run of runs) {
      const folds = this.trials.get(run.trialId) ?? [];
      if (!this.runs.has(run.id)) folds.push(run.id);
      this.trials.set(run.trialId, folds);
      this.runs.set(run.id, run);
    }
    this.happen({ type: 'runs-added', runs });
  }

  findAt(sweep: SweepRow, runs: readonly RunRow[]): void {
    this.sweep = sweep;
    for (const run of runs) if (this.runs.has(run.id)) this.runs.set(run.id, run);
  }

  /** Ends every child at once: for a second Ctrl-C. The next owner requeues what they held. */
  killWorkers(): void {
    this.ending = true;
    for (const supervisor of this.supervisors.values()) supervisor.kill('interrupted twice');
  }

  /** From now on it ends as soon as nothing runs: for the first Ctrl-C. */
  leave(): void {
    this.leaving = true;
    this.rest();
  }

  get isEnding(): boolean {
    return this.ending;
  }

  /** Whether paused runs keep it from ending. After the hours nothing could go on. */
  get staysPaused(): boolean {
    const { serves, clock } = this.options;
    if (this.leaving || clock.monotonic() >= (this.state.endsAt ?? Infinity)) return false;
    return serves || this.wantingRoom().length > 0;
  }

  private wantingRoom(): CoreRun[] {
    return this.state.runs.filter(({ wantsRoom }) => wantsRoom);
  }

  /** What was paused for want of room goes on once there is some. */
  private lookForRoom(): void {
    const { room, ledger, reporter } = this.options;
    const wanting = this.wantingRoom();
    if (this.ending || wanting.length === 0) return;
    try {
      if (room.free() < this.roomNeeded) return;
      ledger.write(() => {
        for (const { id } of wanting) resumeTrials(ledger, this.sweep.id, { runId: id });
      });
      reporter.notice('there is room on the disk again: the runs go on');
    } catch (error) {
      this.end(error);
    }
    this.happen({ type: 'room-found' });
  }

  get coreState(): CoreState {
    return this.state;
  }

  workers(): OwnerStatus['workers'] {
    return [...this.supervisors].map(([slot, supervisor]) => {
      const runId = this.holders.get(slot)?.runId;
      const at = runId === undefined ? undefined : this.steps.get(runId);
      return {
        slot,
        pid: supervisor.pid ?? null,
        runId: runId ?? null,
        step: at?.step ?? null,
        totalSteps: at?.totalSteps ?? null,
      };
    });
  }

  ready(slot: string): void {
    this.happen({ type: 'worker-ready', worker: slot });
  }

  message(slot: string, message: WorkerMessage): void {
    if (message.type === 'ready') return;
    if (message.type === 'alive') {
      this.happen({ type: 'run-heartbeat', run: message.runId, attempt: message.attempt });
      if (message.doing !== undefined)
        this.options.reporter.progress({ ...this.progress(), doing: message.doing });
    } else if (message.type === 'stopped') {
      this.journal.flush();
      // Said once more, after the slot was given another run, it says nothing about that one.
      if (!this.holds(slot, message)) return;
      this.options.logs.close(message.runId, message.attempt, message);
      this.holders.delete(slot);
      this.happen({ type: 'run-stopped', run: message.runId, attempt: message.attempt });
    } else if (message.event.type === 'progress') {
      this.steps.set(message.runId, message.event);
      this.happen({ type: 'run-heartbeat', run: message.runId, attempt: message.attempt });
      this.options.reporter.progress(this.progress());
    } else this.journal.add(slot, message);
  }

  lost(slot: string, exit: WorkerExit): void {
    this.journal.flush();
    const run = this.holders.get(slot);
    const reason = describeExit(exit);
    const failure = exit.outOfMemory ? 'out-of-memory' : undefined;
    if (run !== undefined) {
      const { code, signal } = exit;
      this.options.logs.close(run.runId, run.attempt, { type: 'lost', reason });
      this.held.noteFailure(run.runId, {
        class: failure ?? 'lost',
        code: failure ?? 'worker-lost',
        message: reason,
        exitCode: code,
        signal,
      });
      if (!this.ending)
        this.options.reporter.notice(
          `worker ${slot} ${reason}; it held ${trialLabel(run.settings)}, fold ${run.fold}`,
        );
    }
    this.holders.delete(slot);
    this.happen({ type: 'worker-lost', worker: slot, reason, ...(failure !== undefined && { failure }) });
  }

  broken(slot: string, exit: WorkerExit): void {
    this.supervisors.delete(slot);
    this.options.reporter.notice(`worker ${slot} is given up: it ${describeExit(exit)} before it was ready`);
    if (this.supervisors.size > 0) return;
    this.end(
      new FrostlineError('no-worker', 'no worker can start', {
        found: describeExit(exit),
        fix: 'run `frostline doctor`',
      }),
    );
  }

  private commit(entries: readonly JournalEntry[]): void {
    const outcomes = this.options.ledger.write(() =>
      entries.map(({ slot, message }) => this.store(slot, message)),
    );
    entries.forEach(({ slot, message }, index) => {
      const { event } = message;
      if (outcomes[index] === 'stale') this.refuse(slot);
      else if (isDurable(event)) this.stored(slot, { ...message, event });
      // Said twice, the first has ended the run.
      else if (!this.holds(slot, message)) this.refuse(slot);
      else if (event.type === 'finished') this.finished(slot, message, event);
      else if (event.type === 'failed') this.failed(slot, message, event);
    });
  }

  /** Tells the ledger; of a failure once the core has said what follows. */
  private store(slot: string, message: EventMessage): ChangeOutcome {
    const { event } = message;
    if (isDurable(event)) return this.held.record({ ...message, event });
    if (!this.holds(slot, message)) return 'stale';
    return event.type === 'finished' ? this.held.finish(message, event) : 'accepted';
  }

  private stored(slot: string, { runId, attempt, sequence, event }: ReportedEvent): void {
    this.options.logs.of(runId, attempt).info(event, event.type);
    this.happen({ type: event.type === 'started' ? 'run-started' : 'run-heartbeat', run: runId, attempt });
    this.acknowledge(slot, { runId, attempt, sequence });
  }

  private finished(
    slot: string,
    message: EventMessage,
    event: Extract<TrialEvent, { type: 'finished' }>,
  ): void {
    const { runId, attempt, sequence } = message;
    const run = this.holders.get(slot);
    this.options.logs.close(runId, attempt, event);
    this.holders.delete(slot);
    this.acknowledge(slot, { runId, attempt, sequence });
    this.happen({ type: 'run-finished', run: runId, attempt });
    if (run === undefined) return;
    const score = event.values[this.sweep.metric];
    this.options.reporter.runEnded(
      {
        label: trialLabel(run.settings),
        trialId: run.trialId,
        fold: run.fold,
        state: 'complete',
        seconds: event.seconds,
        ...(score !== undefined && { score }),
      },
      this.progress(),
    );
    const { runs, positions } = this.state;
    const folds = this.trials.get(run.trialId) ?? [];
    if (folds.every((id) => runs[positions.get(id) ?? -1]?.state === 'complete'))
      this.options.score(run.trialId);
  }

  private failed(slot: string, message: EventMessage, event: Extract<TrialEvent, { type: 'failed' }>): void {
    const { runId, attempt, sequence } = message;
    this.options.logs.close(runId, attempt, event);
    this.held.noteFailure(runId, { class: event.failure, code: event.code, message: event.message });
    this.holders.delete(slot);
    this.happen({ type: 'run-failed', run: runId, attempt, failure: event.failure, message: event.message });
    this.acknowledge(slot, { runId, attempt, sequence });
  }

  private holds(slot: string, { runId, attempt }: Pick<EventMessage, 'runId' | 'attempt'>): boolean {
    const run = this.holders.get(slot);
    return run?.runId === runId && run.attempt === attempt;
  }

  /** A worker that no longer holds what it reports on must not go on with it. */
  private refuse(slot: string): void {
    this.supervisors.get(slot)?.kill('it reported on a run that it no longer holds');
  }

  private acknowledge(slot: string, event: Pick<ReportedEvent, 'runId' | 'attempt' | 'sequence'>): void {
    this.supervisors.get(slot)?.send({ type: 'ack', ...event });
  }

  /** Tells the core, and carries out what it says; nothing more once an error has ended it: the next owner takes up what is held. */
  happen(happening: Happening): void {
    if (this.halted) return;
    const { state, commands } = advance(this.state, { ...happening, at: this.options.clock.monotonic() });
    this.state = state;
    try {
      for (const command of commands) this.carryOut(command);
      this.rest();
    } catch (error) {
      this.end(error);
    }
    if (opensRuns.has(happening.type)) this.staff();
  }

  /** Where there is nothing to do: ends, or stays for who may want paused runs to go on. */
  private rest(): void {
    this.drained &&= this.state.drained;
    if (!this.drained) this.restSaid = false;
    else if (!this.staysPaused || this.state.counts.paused === 0) this.settle?.resolve();
    else if (!this.restSaid && this.wantingRoom().length === 0) {
      this.restSaid = true;
      this.options.reporter.notice(
        'all that is left is paused: the page stays, resume there or with `frostline resume`; Ctrl-C ends it',
      );
    }
  }

  /** Starts workers that were not needed before. */
  private staff(): void {
    const { waiting, running } = this.state.counts;
    while (this.supervisors.size < waiting + running) {
      const launch = this.unstaffed.shift();
      if (launch === undefined) return;
      const supervisor = this.options.supervise(launch, this);
      this.supervisors.set(launch.device, supervisor);
      supervisor.start();
    }
  }

  private carryOut(command: CoreCommand): void {
    switch (command.type) {
      case 'assign':
        this.assign(command.worker, command.run, command);
        return;
      case 'stop-run':
        this.supervisors.get(command.worker)?.stop();
        return;
      case 'kill-worker':
        this.supervisors.get(command.worker)?.kill(command.reason);
        return;
      case 'requeue':
        this.held.requeue(command.run);
        return;
      case 'fail':
        this.held.fail(command.run, {
          class: command.failure,
          code: command.failure,
          message: command.message,
        });
        this.reportFailure(command.run, command.message);
        return;
      case 'pause':
        this.held.pause(command.run);
        return;
      case 'time-spent':
        pauseTrials(this.options.ledger, this.sweep.id);
        this.options.reporter.notice(
          `the ${this.options.hours} hours are over: runs stop after a checkpoint and are paused`,
        );
        return;
      case 'disk-full':
        pauseTrials(this.options.ledger, this.sweep.id);
        this.roomNeeded = roomNeeded(this.options.room.free(), this.options.room.checkpoint(command.run));
        this.options.reporter.notice(
          `no room on the disk: all runs are paused until there is some; Ctrl-C ends the waiting (${command.message})`,
        );
        return;
      case 'drained':
        this.drained = true;
        return;
    }
  }

  private assign(
    slot: string,
    runId: string,
    { attempt, parts }: Pick<RunAssignment, 'attempt' | 'parts'>,
  ): void {
    const { sweep } = this;
    const { home, logger } = this.options;
    const run = this.runOf(runId);
    const { token } = this.held.claim(run, attempt, slot, slot);
    const assignment: RunAssignment = {
      runId,
      trialId: run.trialId,
      fold: run.fold,
      attempt,
      parts,
      token,
      settings: run.settings,
      folds: sweep.folds,
      metric: sweep.metric,
      competition: sweep.competition.path,
      competitionHash: sweep.competition.hash,
      weightsHash: run.weightsHash,
      home,
      artifacts: runFolder(home, runId),
    };
    this.holders.set(slot, assignment);
    this.steps.delete(runId);
    logger.info({ slot, runId, attempt, parts }, 'run assigned');
    this.supervisors.get(slot)?.assign(assignment);
  }

  private reportFailure(runId: string, message: string): void {
    const run = this.runOf(runId);
    const firstLine = message.split('\n')[0] ?? '';
    this.options.reporter.runEnded(
      {
        label: trialLabel(run.settings),
        trialId: run.trialId,
        fold: run.fold,
        state: 'failed',
        message: firstLine,
      },
      this.progress(),
    );
  }

  private progress() {
    return sweepProgress(this.state, this.steps);
  }

  private runOf(runId: string): RunRow {
    const run = this.runs.get(runId);
    if (run === undefined) throw new InternalError('an unknown run', { found: runId });
    return run;
  }

  private end(error: unknown): void {
    this.halted = true;
    this.ending = true;
    this.settle?.reject(error);
  }
}

function isDurable(event: TrialEvent): event is DurableEvent {
  return ['started', 'metrics', 'checkpoint', 'quarantined'].includes(event.type);
}
