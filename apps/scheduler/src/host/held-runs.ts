import { InternalError } from '@frostline/base';
import type { TrialEvent } from '@frostline/protocol';
import {
  claimRun,
  failRun,
  finishRun,
  recordEvents,
  releaseRun,
  type ChangeOutcome,
  type Claim,
  type DurableEvent,
  type Ledger,
  type ReportedEvent,
  type RunFailure,
  type RunHold,
  type RunRow,
} from '@frostline/store';
import path from 'node:path';
import { runFolder } from './logs.js';

type Finished = Extract<TrialEvent, { type: 'finished' }>;

/**
 * The runs that workers hold, and what the ledger is told about them. The scheduler's core decides; here its decisions
 * become state changes, each made under the hold's token.
 */
export class HeldRuns {
  private readonly claims = new Map<string, Claim>();
  /** How an attempt ended badly, from the moment that it is known until the core has decided what follows. */
  private readonly failures = new Map<string, RunFailure>();

  constructor(
    private readonly ledger: Ledger,
    private readonly home: string,
  ) {}

  claim(run: RunRow, attempt: number, worker: string, device: string): Claim {
    const claim = claimRun(this.ledger, run.id, { worker, device });
    if (claim?.attempt !== attempt)
      throw new InternalError('the ledger and the scheduler disagree about a run', {
        found: claim?.attempt,
        allowed: `${run.id} attempt ${attempt}`,
      });
    this.claims.set(run.id, claim);
    return claim;
  }

  /** Stores an event. */
  record(report: ReportedEvent): ChangeOutcome {
    const event = this.withRelativeFile(report.runId, report.event);
    const [outcome = 'stale'] = recordEvents(this.ledger, [{ ...report, event }]);
    return outcome;
  }

  finish(hold: RunHold, event: Finished): ChangeOutcome {
    const outcome = finishRun(this.ledger, hold, {
      ...event,
      outOfFold: this.relative(hold.runId, event.outOfFold),
      test: this.relative(hold.runId, event.test),
    });
    if (outcome === 'accepted') this.forget(hold.runId);
    return outcome;
  }

  /** Notes how the run's attempt ended; what becomes of the run is the core's to say. */
  noteFailure(runId: string, failure: RunFailure): void {
    this.failures.set(runId, failure);
  }

  /** The run waits again: after a failure, or because its worker stopped by itself. */
  requeue(runId: string): void {
    this.end(runId, (hold, failure) => {
      if (failure === undefined) releaseRun(this.ledger, hold, 'waiting');
      else failRun(this.ledger, hold, failure, 'waiting');
    });
  }

  fail(runId: string, otherwise: RunFailure): void {
    this.end(runId, (hold, failure) => {
      failRun(this.ledger, hold, failure ?? otherwise, 'failed');
    });
  }

  pause(runId: string): void {
    this.end(runId, (hold, failure) => {
      // Told to stop and then lost is stopped, and counts against no limit.
      if (failure === undefined || failure.class === 'lost') releaseRun(this.ledger, hold, 'paused');
      else failRun(this.ledger, hold, failure, 'paused');
    });
  }

  /** A run that nobody holds was moved in the ledger by who asked for it. */
  private end(runId: string, change: (hold: RunHold, failure: RunFailure | undefined) => void): void {
    const hold = this.claims.get(runId);
    if (hold === undefined) return;
    change(hold, this.failures.get(runId));
    this.forget(runId);
  }

  private forget(runId: string): void {
    this.claims.delete(runId);
    this.failures.delete(runId);
  }

  private withRelativeFile(runId: string, event: DurableEvent): DurableEvent {
    return event.type === 'checkpoint' ? { ...event, file: this.relative(runId, event.file) } : event;
  }

  /** The ledger names files relative to the state folder, which may be moved; workers name them by the run's folder. */
  private relative(runId: string, file: string): string {
    return path.relative(this.home, path.resolve(runFolder(this.home, runId), file));
  }
}
