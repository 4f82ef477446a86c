import type { FailureClass, FailureCounts, RunState, TrialSettings } from '@frostline/protocol';
import type { Selection } from './selection.js';

/** A run as the ledger has it. */
export interface KnownRun {
  readonly id: string;
  readonly trialId: string;
  readonly state: RunState;
  readonly attempts: number;
  /** Those that still count against the limit: since the last retry. */
  readonly failures: FailureCounts;
  readonly priority: number;
  readonly settings: Pick<TrialSettings, 'batch_size'>;
}

/** What a run reports, under the attempt that `assign` gave out; any other attempt is stale and ignored. */
interface OfRun {
  readonly run: string;
  readonly attempt: number;
}

/** What happened. `at` is the owner's monotonic clock, milliseconds. */
export type CoreEvent = { readonly at: number } &
  /**
   * Runs from the plan or the ledger; those already known are left as they are. A run that comes as `running` was
   * held by an owner that is gone: it goes back to waiting, and that is no failure of its own.
   */
  (
    | { readonly type: 'runs-added'; readonly runs: readonly KnownRun[] }
    | { readonly type: 'worker-ready'; readonly worker: string }
    /** The worker's process is gone, for whatever reason: nothing can come from it any more. */
    | {
        readonly type: 'worker-lost';
        readonly worker: string;
        readonly reason: string;
        /** What it died of, where that is known; `lost` else. */
        readonly failure?: 'out-of-memory';
      }
    | ({ readonly type: 'run-started' } & OfRun)
    | ({ readonly type: 'run-heartbeat' } & OfRun)
    /** The result is in the ledger. */
    | ({ readonly type: 'run-finished' } & OfRun)
    | ({ readonly type: 'run-failed'; readonly failure: FailureClass; readonly message: string } & OfRun)
    /** The run stopped after a checkpoint. */
    | ({ readonly type: 'run-stopped' } & OfRun)
    | { readonly type: 'tick' }
    /** From now on runs may train for so long, milliseconds. */
    | { readonly type: 'time-given'; readonly ms: number }
    /** There is room on the disk again for what was paused for want of it. */
    | { readonly type: 'room-found' }
    /** A person pauses runs that wait or run. */
    | ({ readonly type: 'stop' } & Selection)
    /** A person lets paused runs go on. */
    | ({ readonly type: 'resume' } & Selection)
    /** A person gives failed runs all their attempts again. */
    | ({ readonly type: 'retry' } & Selection)
    /** A person wants a trial's waiting runs begun before (or after) others; what runs is left alone. */
    | { readonly type: 'prioritize'; readonly trialId: string; readonly priority: number }
  );
