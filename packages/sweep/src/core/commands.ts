import type { FailureClass } from '@frostline/protocol';

/** What the owner must do, in this order: write the ledger first, then talk to workers. */
export type CoreCommand =
  /** Claim the run in the ledger and send it to the worker, which divides its batches into at least so many parts. */
  | {
      readonly type: 'assign';
      readonly worker: string;
      readonly run: string;
      readonly attempt: number;
      readonly parts: number;
    }
  /** Ask for a checkpoint and an end. */
  | { readonly type: 'stop-run'; readonly worker: string; readonly run: string }
  /** End the process; `worker-lost` must follow. Said again while it does not. */
  | { readonly type: 'kill-worker'; readonly worker: string; readonly reason: string }
  /** The run waits for another attempt. */
  | { readonly type: 'requeue'; readonly run: string; readonly reason: string }
  /** The run has failed for good. */
  | { readonly type: 'fail'; readonly run: string; readonly failure: FailureClass; readonly message: string }
  /** The run waits for a person. */
  | { readonly type: 'pause'; readonly run: string }
  /** The time is over: what waits is paused, by one change of the ledger, and what runs is told to stop. */
  | { readonly type: 'time-spent' }
  /** A run found no room to write: what waits is paused, by one change of the ledger, and what runs is told to stop. */
  | { readonly type: 'disk-full'; readonly run: string; readonly message: string }
  /** Nothing waits and nothing runs. */
  | { readonly type: 'drained' };
