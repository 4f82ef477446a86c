import type { Clock } from '@frostline/base';
import type {
  FailureClass,
  RunAssignment,
  TrialEvent,
  WorkerCommand,
  WorkerMessage,
} from '@frostline/protocol';
import type { Timers } from '../../host/timers.js';
import type { WorkerListener } from '../../host/worker-process.js';

/** Steps of every simulated run. */
const SIMULATED_STEPS = 3;

/** Where simulated processes live: what is on the disk, how messages fare, and who hears of acknowledgements. */
export interface Surroundings {
  readonly timers: Timers;
  readonly clock: Pick<Clock, 'monotonic'>;
  /** The step of the last checkpoint of each run, and the process that has claimed it last. */
  readonly disk: Map<string, { readonly step: number; readonly claim?: object }>;
  /** What becomes of a message: after how many milliseconds it arrives, and again, or never. */
  readonly post: (message: WorkerMessage) => readonly number[];
  /** How long a step takes, milliseconds. */
  readonly stepMs: () => number;
  /** What goes wrong where a step's checkpoint is due, in a run that is to stop or not; undefined when nothing does. */
  readonly mishap: (stopping: boolean) => FailureClass | undefined;
  /** What becomes of a process before it is ready; undefined where it gets ready. */
  readonly badStart: () => 'dies' | 'hangs' | undefined;
  /** How long a command is under way, milliseconds. */
  readonly commandMs: () => number;
  readonly acknowledged: (assignment: RunAssignment, event: TrialEvent) => void;
}

/** A training child without a process: does what the worker does, in simulated time. */
export class SimulatedProcess {
  readonly pid = undefined;
  private alive = true;
  private frozen = false;
  private held: (() => void)[] = [];
  private assignment: RunAssignment | undefined;
  private step = 0;
  private stopping = false;
  private sequence = 0;
  private pending:
    { readonly sequence: number; readonly go: () => void; readonly event: TrialEvent } | undefined;
  /** The channel keeps order: nothing arrives before what was sent before, either way. */
  private lastArrival = 0;
  private lastCommand = 0;

  constructor(
    readonly slot: string,
    private readonly around: Surroundings,
    private readonly listener: WorkerListener,
  ) {
    const fate = around.badStart();
    this.later(20, () => {
      if (fate === undefined) this.say({ type: 'ready', pid: 1, device: slot });
      else if (fate === 'dies') this.murder();
    });
  }

  send(command: WorkerCommand): void {
    const now = this.around.clock.monotonic();
    this.lastCommand = Math.max(now + this.around.commandMs(), this.lastCommand);
    this.later(this.lastCommand - now, () => {
      this.obey(command);
    });
  }

  kill(reason: string): void {
    this.die('SIGKILL', reason);
  }

  /** As from outside: `kill -9`. */
  murder(): void {
    this.die('SIGKILL', undefined);
  }

  disconnect(reason: string): void {
    this.later(5, () => {
      this.die(null, reason);
    });
  }

  /** SIGSTOP: nothing is done until `thaw`. */
  freeze(): void {
    this.frozen = true;
  }

  thaw(): void {
    this.frozen = false;
    const held = this.held;
    this.held = [];
    for (const call of held) call();
  }

  private die(signal: string | null, reason: string | undefined): void {
    if (!this.alive) return;
    this.alive = false;
    const code = signal === null ? 0 : null;
    this.around.timers.after(2, () => {
      this.listener.exit({ code, signal, reason, outOfMemory: false, output: '' });
    });
  }

  private later(ms: number, call: () => void): void {
    const act = (): void => {
      if (!this.alive) return;
      if (this.frozen) this.held.push(act);
      else call();
    };
    this.around.timers.after(ms, act);
  }

  private obey(command: WorkerCommand): void {
    if (command.type === 'run') this.begin(command.assignment);
    else if (command.type === 'stop') this.stopping = true;
    else this.acknowledge(command);
  }

  private acknowledge(ack: Extract<WorkerCommand, { type: 'ack' }>): void {
    const { pending, assignment } = this;
    if (pending === undefined || assignment?.runId !== ack.runId || assignment.attempt !== ack.attempt)
      return;
    if (ack.sequence < pending.sequence) return;
    this.pending = undefined;
    this.around.acknowledged(assignment, pending.event);
    pending.go();
  }

  private begin(assignment: RunAssignment): void {
    this.assignment = assignment;
    this.step = this.around.disk.get(assignment.runId)?.step ?? 0;
    this.around.disk.set(assignment.runId, { step: this.step, claim: this });
    this.stopping = false;
    this.sequence = 0;
    const started = {
      type: 'started',
      resumedFromStep: this.step,
      totalSteps: SIMULATED_STEPS,
      stepsPerEpoch: 1,
      engine: 'simulated',
      device: this.slot,
      numericsClass: 'simulated',
      numericsChanged: false,
      parts: 1,
    } as const;
    this.report(started, () => {
      this.goOn();
    });
  }

  private goOn(): void {
    const { assignment } = this;
    if (assignment === undefined) return;
    if (this.step === SIMULATED_STEPS) {
      this.report(finishedOf(assignment), () => {
        this.free();
      });
      return;
    }
    this.later(this.around.stepMs(), () => {
      this.step += 1;
      this.say({ type: 'event', ...this.identity(assignment), event: this.progress() });
      this.report(metricsOf(assignment, this.step), () => {
        const failure = this.around.mishap(this.stopping);
        if (failure !== undefined) {
          this.report({ type: 'failed', failure, code: failure, message: 'a mishap' }, () => {
            this.free();
          });
          return;
        }
        if (this.around.disk.get(assignment.runId)?.claim !== this) {
          this.die(null, undefined);
          return;
        }
        this.around.disk.set(assignment.runId, { step: this.step, claim: this });
        const file = `checkpoint-${this.step}`;
        this.report({ type: 'checkpoint', step: this.step, file, sha256: 'a'.repeat(64) }, () => {
          if (!this.stopping || this.step === SIMULATED_STEPS) {
            this.goOn();
            return;
          }
          const { runId, attempt, token } = assignment;
          this.say({ type: 'stopped', runId, attempt, token });
          this.free();
        });
      });
    });
  }

  private free(): void {
    this.assignment = undefined;
    this.say({ type: 'ready', pid: 1, device: this.slot });
  }

  private progress(): TrialEvent {
    return { type: 'progress', step: this.step, totalSteps: SIMULATED_STEPS };
  }

  private identity({ runId, attempt, token }: RunAssignment) {
    return { runId, attempt, token, sequence: this.sequence++ };
  }

  private report(event: TrialEvent, go: () => void): void {
    if (this.assignment === undefined) return;
    const message = { type: 'event', ...this.identity(this.assignment), event } as const;
    this.pending = { sequence: message.sequence, go, event };
    this.say(message);
  }

  private say(message: WorkerMessage): void {
    const now = this.around.clock.monotonic();
    this.around.post(message).forEach((delay, repetition) => {
      const arrival = Math.max(now + delay, this.lastArrival);
      if (repetition === 0) this.lastArrival = arrival;
      // Not `later`: what was sent arrives even when its sender is gone.
      this.around.timers.after(arrival - now, () => {
        this.listener.message(message);
      });
    });
  }
}

/** What a run gives depends on nothing but the run. */
function valueOf({ runId }: RunAssignment, step: number): number {
  const number = [...runId].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) % 1009, 7);
  return (number * 17 + step * 101) % 1000;
}

function metricsOf(assignment: RunAssignment, step: number): TrialEvent {
  return { type: 'metrics', step, epoch: step - 1, values: { train_loss: valueOf(assignment, step) } };
}

function finishedOf(assignment: RunAssignment): TrialEvent {
  const score = valueOf(assignment, SIMULATED_STEPS) / 1000;
  return {
    type: 'finished',
    step: SIMULATED_STEPS,
    epoch: SIMULATED_STEPS - 1,
    values: { accuracy: score, macro_f1: score },
    weightsSha256: 'b'.repeat(64),
    outOfFold: 'out-of-fold.csv',
    test: 'test.csv',
    seconds: 1,
  };
}
