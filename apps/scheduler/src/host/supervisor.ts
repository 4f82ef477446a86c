import type { Logger } from '@frostline/base';
import type { RunAssignment, WorkerCommand, WorkerMessage } from '@frostline/protocol';
import type { Timers } from './timers.js';
import type { StartProcess, WorkerExit, WorkerLaunch } from './worker-process.js';

/** What a supervisor tells the host; `slot` is the supervisor's own name and outlives its children. */
export interface SupervisorListener {
  /** A child stands ready for a run. */
  ready(slot: string): void;
  message(slot: string, message: WorkerMessage): void;
  /** The child is gone; a new one is already starting, unless the slot is closing. */
  lost(slot: string, exit: WorkerExit): void;
  /** Children keep dying before they are ready: the slot is given up. */
  broken(slot: string, exit: WorkerExit): void;
}

/** What the host asks of a supervisor. */
export type WorkerKeeper = Pick<Supervisor, 'pid' | 'start' | 'send' | 'assign' | 'stop' | 'kill' | 'close'>;

const maxFailedStarts = 3;
/** Longest that a child may take until it is ready: it loads native code from a disk that may be slow. */
const readyMs = 120_000;

/** Keeps one training child alive on one device: replaced whenever it ends, and after every failure. */
export class Supervisor {
  private child: ReturnType<StartProcess> | undefined;
  private isReady = false;
  /** Whether the child has said `ready` since its last run. */
  private isFree = false;
  private pending: RunAssignment | undefined;
  /** Whether a stop waits for the run that waits: the child forgets a stop that comes before its run. */
  private stopsPending = false;
  private failedStarts = 0;
  private endWaiting = (): void => undefined;
  private closing: { readonly promise: Promise<void>; readonly resolve: () => void } | undefined;

  constructor(
    readonly slot: string,
    private readonly launch: WorkerLaunch,
    private readonly listener: SupervisorListener,
    private readonly logger: Logger,
    private readonly timers: Timers,
    private readonly startProcess: StartProcess,
  ) {}

  start(): void {
    this.isReady = false;
    this.isFree = false;
    this.pending = undefined;
    this.stopsPending = false;
    // Messages of a child that was replaced must not be taken for its successor's.
    const child: ReturnType<StartProcess> = this.startProcess(
      this.launch,
      {
        message: (message) => {
          if (child === this.child) this.receive(message);
        },
        exit: (exit) => {
          this.ended(exit);
        },
      },
      this.logger,
    );
    this.child = child;
    this.endWaiting = this.timers.after(readyMs, () => {
      this.failedStarts += 1;
      child.kill(`it was not ready after ${readyMs / 1000} s`);
    });
    this.logger.info({ slot: this.slot, pid: child.pid }, 'worker started');
  }

  get pid(): number | undefined {
    return this.child?.pid;
  }

  send(command: WorkerCommand): void {
    this.child?.send(command);
  }

  /** Hands a run to the child, as soon as it has put the one before away. */
  assign(assignment: RunAssignment): void {
    this.pending = assignment;
    this.stopsPending = false;
    this.handOver();
  }

  /** Tells the child to stop its run after a checkpoint; a run that was not handed over yet is stopped once it is. */
  stop(): void {
    if (this.pending === undefined) this.send({ type: 'stop' });
    else this.stopsPending = true;
  }

  /** Ends the child at once; `lost` follows when it is gone. */
  kill(reason: string): void {
    this.child?.kill(reason);
  }

  /** Ends the slot: the child is asked to go, then killed after `graceMs`. Resolves when it is gone. */
  async close(graceMs: number): Promise<void> {
    if (this.closing === undefined) {
      let resolve = (): void => undefined;
      const promise = new Promise<void>((settle) => (resolve = settle));
      this.closing = { promise, resolve };
    }
    if (this.child === undefined) return;
    this.child.disconnect('the owner is ending');
    const cancel = this.timers.after(graceMs, () => this.child?.kill('it did not end when told to'));
    await this.closing.promise;
    cancel();
  }

  private receive(message: WorkerMessage): void {
    if (message.type === 'ready') {
      this.failedStarts = 0;
      this.endWaiting();
      this.isFree = true;
      this.handOver();
      if (this.isReady) return;
      this.isReady = true;
      this.listener.ready(this.slot);
    } else this.listener.message(this.slot, message);
  }

  private handOver(): void {
    if (!this.isFree || this.pending === undefined) return;
    this.send({ type: 'run', assignment: this.pending });
    this.isFree = false;
    this.pending = undefined;
    if (this.stopsPending) this.send({ type: 'stop' });
    this.stopsPending = false;
  }

  private ended(exit: WorkerExit): void {
    this.child = undefined;
    this.endWaiting();
    this.logger.info({ slot: this.slot, ...exit }, 'worker ended');
    if (!this.isReady && exit.reason === undefined) this.failedStarts += 1;
    this.isReady = false;
    this.listener.lost(this.slot, exit);
    if (this.closing !== undefined) this.closing.resolve();
    else if (this.failedStarts >= maxFailedStarts) this.listener.broken(this.slot, exit);
    else this.start();
  }
}
