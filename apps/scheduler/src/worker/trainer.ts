import path from 'node:path';
import { systemClock, type EngineChoice } from '@frostline/base';
import type { RunAssignment, TrialEvent, WorkerCommand, WorkerMessage } from '@frostline/protocol';
import { fit } from '@frostline/trainer';
import { atMostEvery } from './at-most-every.js';
import { failureOf } from './failure-of.js';
import { Workbench } from './workbench.js';

/** How often a run that has no event to report gives a sign of life. */
const ALIVE_MS = 1000;

type Acknowledgement = Pick<Extract<WorkerCommand, { type: 'ack' }>, 'runId' | 'attempt' | 'sequence'>;

/** Does runs, one at a time, and reports them under their token. */
export class Trainer {
  private readonly workbench: Workbench;
  private sequence = 0;
  private waiting: (Acknowledgement & { readonly resolve: () => void }) | undefined;
  private abort = new AbortController();
  private assignment: RunAssignment | undefined;

  constructor(
    private readonly device: string,
    engine: EngineChoice,
    private readonly send: (message: WorkerMessage) => void,
  ) {
    this.workbench = new Workbench(engine);
  }

  /** Loads the engine, so that what this machine lacks is known before a run is given. */
  async open(): Promise<void> {
    await this.workbench.open();
  }

  /** Says that a run may be given. */
  announce(): void {
    this.send({ type: 'ready', pid: process.pid, device: this.device });
  }

  /** An acknowledgement of an earlier run's event says nothing about this one's. */
  acknowledged(ack: Acknowledgement): void {
    const { waiting } = this;
    if (waiting?.runId !== ack.runId || waiting.attempt !== ack.attempt) return;
    if (ack.sequence >= waiting.sequence) waiting.resolve();
  }

  /** The current run stops after its step or batch; what its last checkpoint holds is kept. */
  stop(): void {
    const { signal } = this.abort;
    if (signal.aborted) return;
    this.abort.abort();
    if (this.assignment === undefined) return;
    // Who hears nothing takes it that this process is busy, and does not wait for it.
    const { runId, attempt } = this.assignment;
    this.send({ type: 'alive', runId, attempt });
  }

  async run(assignment: RunAssignment): Promise<void> {
    this.abort = new AbortController();
    this.sequence = 0;
    this.assignment = assignment;
    const { runId, attempt, token } = assignment;
    const ended = await this.train(assignment);
    this.assignment = undefined;
    if (!ended) this.send({ type: 'stopped', runId, attempt, token });
    this.announce();
  }

  /** @returns whether the run came to its end, rather than being stopped */
  private async train(assignment: RunAssignment): Promise<boolean> {
    const { runId, attempt } = assignment;
    let doing: string | undefined;
    const alive = atMostEvery(ALIVE_MS, systemClock, () => {
      this.send({ type: 'alive', runId, attempt, ...(doing !== undefined && { doing }) });
    });
    const note = (what: string): void => {
      doing = what;
    };
    const { signal } = this.abort;
    let ended = false;
    try {
      const { job, tools } = await this.workbench.prepare(assignment, { alive, signal, note });
      doing = undefined;
      for await (const event of fit(
        {
          ...job,
          parts: assignment.parts,
          folder: assignment.artifacts,
          output: path.join(assignment.artifacts, `attempt-${assignment.attempt}`),
        },
        tools,
      )) {
        ended = event.type === 'finished' || event.type === 'failed';
        await this.report(assignment, event);
      }
    } catch (error) {
      if (signal.aborted && error === signal.reason) return false;
      ended = true;
      await this.report(assignment, failureOf(error, assignment));
    }
    return ended;
  }

  /** Sends an event; whatever must be durable is waited for. */
  private async report({ runId, attempt, token }: RunAssignment, event: TrialEvent): Promise<void> {
    const sequence = this.sequence++;
    const acknowledged =
      event.type === 'progress'
        ? undefined
        : new Promise<void>((resolve) => (this.waiting = { runId, attempt, sequence, resolve }));
    this.send({ type: 'event', runId, attempt, token, sequence, event });
    await acknowledged;
  }
}
