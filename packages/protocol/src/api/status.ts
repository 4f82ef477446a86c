import { z } from 'zod';
import { failureClass } from '../events.js';
import { runState } from './changes.js';

/** A run that is being trained. */
const runningRun = z.strictObject({
  run: z.string(),
  trial: z.string(),
  /** Backbone and freeze strategy, for people. */
  label: z.string(),
  fold: z.int(),
  attempt: z.int(),
  step: z.int().nullable(),
  totalSteps: z.int().nullable(),
});
export type RunningRun = z.output<typeof runningRun>;

/** An attempt that ended badly. */
const recentFailure = z.strictObject({
  run: z.string(),
  trial: z.string(),
  label: z.string(),
  fold: z.int(),
  attempt: z.int(),
  class: failureClass,
  code: z.string(),
  message: z.string(),
  /** Wall clock, milliseconds since 1970. */
  ended: z.int(),
});
export type RecentFailure = z.output<typeof recentFailure>;

/** `GET /api/v1/sweeps/:sweep/status`: what is going on. */
export const statusReply = z.strictObject({
  live: z.boolean(),
  /** Runs of the sweep by state. */
  runs: z.partialRecord(runState, z.int()),
  /**
   * Share of the sweep's work that is done, 0..1: each run counts alike, one that is not over by the part of its steps
   * that it has done or keeps in a checkpoint, a failed one not at all.
   */
  progress: z.number(),
  /** Seconds until the sweep is drained at the pace so far; null while unknown, and while all that is left is paused. */
  etaSeconds: z.number().nullable(),
  /** One per device slot; empty while nothing runs. */
  devices: z.array(z.strictObject({ slot: z.string(), pid: z.int().nullable(), run: runningRun.nullable() })),
  /** The newest first, twenty at most. */
  failures: z.array(recentFailure),
});
export type StatusReply = z.output<typeof statusReply>;

/**
 * `GET /api/v1/sweeps/:sweep/events`: a stream of server-sent events that say what to fetch again. `leaderboard` when
 * the ledger has changed, `status` with a `statusReply` while the sweep runs, a comment as heartbeat every 15 s.
 */
export const liveEvent = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('leaderboard'), revision: z.int() }),
  z.strictObject({ type: z.literal('status'), status: statusReply }),
]);
export type LiveEvent = z.output<typeof liveEvent>;
