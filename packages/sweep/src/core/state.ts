import type { FailureCounts, RunState } from '@frostline/protocol';

/** One run as the scheduler's core knows it. */
export interface CoreRun {
  readonly id: string;
  readonly trialId: string;
  readonly state: RunState;
  /** Attempts begun so far; the ledger counts the same. */
  readonly attempts: number;
  /** Failures since the run was last retried, under whatever owner. Stops and an owner's restart are none. */
  readonly failures: FailureCounts;
  /** Waiting runs of a higher one are begun first. */
  readonly priority: number;
  readonly batchSize: number;
  /** Whether it is paused, or about to be, for want of room on the disk, and by nobody. */
  readonly wantsRoom: boolean;
}

/** The run that a worker holds. Between two of its events nothing may take longer than a limit. */
export interface Hold {
  readonly run: string;
  readonly attempt: number;
  /** When it was last heard of, or told to do something; monotonic milliseconds. */
  readonly heardAt: number;
  readonly started: boolean;
  /** Told to stop: the run goes to `paused` whatever ends it, unless it completes. */
  readonly stopping: boolean;
  /** Whether it was heard of since it was told to stop: it does so then, and may have a checkpoint to write. */
  readonly answered: boolean;
}

/** A worker process. Its id may come back after `worker-lost`, with a new process behind it. */
export type CoreWorker =
  /** `lastTrial` is what it has just trained: its process holds that trial's compiled steps. */
  | { readonly state: 'idle'; readonly lastTrial?: string }
  | { readonly state: 'busy'; readonly hold: Hold }
  /** To be killed; it keeps its run until `worker-lost` says that nothing can report for it any more. */
  | { readonly state: 'dying'; readonly hold: Hold | undefined; readonly since: number };

export interface Limits {
  /** Longest silence between an assignment and the run's first event, milliseconds. */
  readonly startMs: number;
  /** Longest silence after that, and longest time a worker may take to stop or to die. */
  readonly silentMs: number;
  /** Longest silence after a run was told to stop: its worker is amid something long, such as compiling. */
  readonly stopMs: number;
}

/** Everything that the scheduler decides by. Values are never changed in place. */
export interface CoreState {
  /** In plan order: trial by trial, folds adjacent. */
  readonly runs: readonly CoreRun[];
  /** Position in `runs` by run id. */
  readonly positions: ReadonlyMap<string, number>;
  /** How many runs are in each state: asked after every event, and a sweep may have ten thousand runs. */
  readonly counts: Readonly<Record<RunState, number>>;
  readonly workers: ReadonlyMap<string, CoreWorker>;
  readonly limits: Limits;
  /** When the time that this owner may train is over, monotonic milliseconds; never when undefined. */
  readonly endsAt: number | undefined;
  /** When the last tick came. */
  readonly tickedAt: number | undefined;
  /** Whether `drained` was said since the last run became open. */
  readonly drained: boolean;
}

const MINUTE = 60_000;

/** A scheduler that knows no runs and no workers. */
export function initialState(limits: Partial<Limits> = {}): CoreState {
  return {
    runs: [],
    positions: new Map(),
    counts: { waiting: 0, running: 0, paused: 0, complete: 0, pruned: 0, failed: 0 },
    workers: new Map(),
    limits: { startMs: 10 * MINUTE, silentMs: 5 * MINUTE, stopMs: 1_200, ...limits },
    endsAt: undefined,
    tickedAt: undefined,
    drained: true,
  };
}
