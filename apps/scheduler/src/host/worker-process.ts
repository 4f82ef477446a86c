import { workerMessage, type WorkerCommand, type WorkerMessage } from '@frostline/protocol';
import type { Logger } from '@frostline/base';
import { fork, type ChildProcess } from 'node:child_process';
import { countOomKills, isOomKill, offerToOomKiller } from './oom-kills.js';

/** How a training child is started; everything about it that differs between devices. */
export interface WorkerLaunch {
  /** Absolute path of the worker's script. */
  readonly script: string;
  /** Device name, e.g. `cpu:0`; the child reads it from `FROSTLINE_DEVICE`. */
  readonly device: string;
  /** Added to the owner's environment. */
  readonly env: Readonly<Record<string, string>>;
}

/** How a child ended. */
export interface WorkerExit {
  readonly code: number | null;
  readonly signal: string | null;
  /** Why we ended it, when we did. */
  readonly reason: string | undefined;
  /** Whether the kernel ended it for want of memory. */
  readonly outOfMemory: boolean;
  /** The last lines of its standard error: a native crash says there what it was. */
  readonly output: string;
}

export interface WorkerListener {
  message(message: WorkerMessage): void;
  exit(exit: WorkerExit): void;
}

/** How a child is started: what a supervisor needs of it. */
export type StartProcess = (
  launch: WorkerLaunch,
  listener: WorkerListener,
  logger: Logger,
) => Pick<WorkerProcess, 'pid' | 'send' | 'kill' | 'disconnect'>;

export const startWorkerProcess: StartProcess = (launch, listener, logger) =>
  new WorkerProcess(launch, listener, logger);

const keptOutput = 2_000;
const lastWordsMs = 500;

/**
 * Buffers of tens of megabytes come and go with every step; with glibc's defaults each one is mapped and unmapped anew,
 * which costs more than the step's own copies.
 */
const allocator = { MALLOC_MMAP_THRESHOLD_: '1073741824', MALLOC_TRIM_THRESHOLD_: '4294967296' };

/** One child process that trains. Its messages are checked before anyone sees them; it ends when the channel closes. */
class WorkerProcess {
  private readonly child: ChildProcess;
  private output = '';
  private reason: string | undefined;
  private exited = false;
  private readonly oomKills = countOomKills();

  constructor(
    launch: WorkerLaunch,
    private readonly listener: WorkerListener,
    private readonly logger: Logger,
  ) {
    this.child = fork(launch.script, [], {
      serialization: 'advanced',
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      // A terminal's Ctrl-C reaches the whole process group; only the owner may act on it, so the child gets its own.
      detached: true,
      env: { ...process.env, ...allocator, FROSTLINE_DEVICE: launch.device, ...launch.env },
    });
    if (this.child.pid !== undefined) offerToOomKiller(this.child.pid);
    this.child.stdout?.setEncoding('utf8').on('data', (text: string) => {
      this.keep(text);
    });
    this.child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      this.keep(text);
    });
    this.child.on('message', (raw) => {
      this.receive(raw);
    });
    this.child.on('error', (error) => {
      this.logger.error({ device: launch.device, error: error.message }, 'worker process error');
      // A child that could not even be started never reports an exit.
      if (this.child.pid === undefined) this.finish(null, null);
    });
    // Not the `close` event: after a disconnect with advanced serialization it never comes (Node 20.20).
    this.child.on('exit', (code, signal) => {
      this.afterLastWords(() => {
        this.finish(code, signal);
      });
    });
  }

  get pid(): number | undefined {
    return this.child.pid;
  }

  /** Sends a command; one that meets a dying child is dropped, since its exit is about to be reported. */
  send(command: WorkerCommand): void {
    if (this.child.connected) this.child.send(command, () => undefined);
  }

  /** Ends the child at once: what it has not yet been acknowledged is lost. */
  kill(reason: string): void {
    this.reason ??= reason;
    this.child.kill('SIGKILL');
  }

  /** Asks the child to end by closing the channel. */
  disconnect(reason: string): void {
    this.reason ??= reason;
    if (this.child.connected) this.child.disconnect();
  }

  private receive(raw: unknown): void {
    const parsed = workerMessage.safeParse(raw);
    if (parsed.success) this.listener.message(parsed.data);
    else {
      this.logger.error({ issues: parsed.error.issues }, 'worker sent an unknown message');
      this.kill('it sent a message that the protocol does not know');
    }
  }

  /** Waits until standard error is read to its end; a grandchild that holds it open does not hold us up. */
  private afterLastWords(then: () => void): void {
    if (this.child.stderr?.readableEnded !== false) then();
    else {
      const timer = setTimeout(then, lastWordsMs);
      this.child.stderr.once('close', () => {
        clearTimeout(timer);
        then();
      });
    }
  }

  private keep(text: string): void {
    this.output = `${this.output}${text}`.slice(-keptOutput);
  }

  private finish(code: number | null, signal: string | null): void {
    if (this.exited) return;
    this.exited = true;
    const { reason } = this;
    const outOfMemory = isOomKill({ signal, reason }, this.oomKills, countOomKills());
    this.listener.exit({ code, signal, reason, outOfMemory, output: this.output.trim() });
  }
}

/** An exit in words for the ledger, e.g. `killed by SIGKILL: no step for 120 s`. */
export function describeExit({ code, signal, reason, outOfMemory, output }: WorkerExit): string {
  const how = signal === null ? `exited with code ${code ?? 'unknown'}` : `killed by ${signal}`;
  const lastLine = output.split('\n').at(-1) ?? '';
  if (outOfMemory) return `${how}: the machine had no memory left`;
  const why = reason ?? (lastLine === '' ? undefined : lastLine);
  return why === undefined ? how : `${how}: ${why}`;
}
