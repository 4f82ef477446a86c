import { InputError } from '@frostline/base';
import { findTrial, pauseTrials, retryTrials, type Ledger, type SweepRow } from '@frostline/store';
import type { CoreState } from '@frostline/sweep';
import type { OwnerControls, OwnerStatus, RetryRequest, StopRequest } from '../api/controls.js';
import type { Happening } from './happening.js';
import { countStates } from './sweep-progress.js';

/** What the controls need of the host that they steer. */
export interface ControlledHost {
  readonly isEnding: boolean;
  readonly coreState: CoreState;
  workers(): OwnerStatus['workers'];
  happen(happening: Happening): void;
}

/** Steers a running sweep from outside: the ledger is changed first for runs that nobody holds, then the core is told. */
export class SweepControls implements OwnerControls {
  constructor(
    private readonly host: ControlledHost,
    private readonly ledger: Ledger,
    private readonly sweep: SweepRow,
  ) {}

  status(): OwnerStatus {
    const { id, name } = this.sweep;
    return {
      pid: process.pid,
      sweep: { id, name },
      runs: countStates(this.host.coreState),
      workers: this.host.workers(),
    };
  }

  stop({ sweep, trial }: StopRequest): number {
    const trialId = this.selected(sweep, trial);
    const concerned = this.host.coreState.runs.filter(
      (run) =>
        (trialId === undefined || run.trialId === trialId) &&
        (run.state === 'waiting' || run.state === 'running'),
    );
    pauseTrials(this.ledger, this.sweep.id, trialId);
    this.host.happen({ type: 'stop', trialId });
    return concerned.length;
  }

  retry({ sweep, trial }: RetryRequest): number {
    const trialId = this.selected(sweep, trial);
    const changed = retryTrials(this.ledger, this.sweep.id, trialId);
    this.host.happen({ type: 'retry', trialId });
    return changed.length;
  }

  /** Pauses everything, each run after a checkpoint: for the first Ctrl-C. */
  pause(): void {
    if (!this.host.isEnding) this.stop({});
  }

  private selected(sweep: string | undefined, trial: string | undefined): string | undefined {
    const { id, name } = this.sweep;
    if (this.host.isEnding)
      throw new InputError('owner-ending', 'the sweep has just ended', { fix: 'try again' });
    if (sweep !== undefined && sweep !== id && sweep !== name)
      throw new InputError('no-sweep', 'another sweep is running', {
        found: sweep,
        allowed: `${name} (${id})`,
      });
    return trial === undefined ? undefined : findTrial(this.ledger, id, trial);
  }
}
