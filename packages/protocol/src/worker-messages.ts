import { z } from 'zod';
import { trialEvent } from './events.js';
import { foldPlan } from './fold-plan.js';
import { metricReference } from './own-module.js';
import { trialSettings } from './settings.js';

/** One run handed to a worker: everything that it needs, and the token under which it may report. */
export const runAssignment = z.strictObject({
  runId: z.string(),
  trialId: z.string(),
  fold: z.int().min(0),
  attempt: z.int().min(1),
  /** Into how many micro-batches a batch is divided at least: what earlier attempts found no memory for. */
  parts: z.int().min(1),
  /** Proof of holding the run: the ledger refuses events that carry another. */
  token: z.string(),
  settings: trialSettings,
  folds: foldPlan,
  metric: metricReference,
  /** Absolute path of competition.yaml. */
  competition: z.string(),
  /** The hash that the competition must have when the worker reads it: the one that the sweep was planned with. */
  competitionHash: z.string(),
  /** The same of the weights file that the trial begins with; absent where it begins with random values. */
  weightsHash: z.string().optional(),
  /** The state folder (`.frostline`): packs and features are shared below it. */
  home: z.string(),
  /** The run's folder; this attempt writes below it, and finds the last checkpoint there. */
  artifacts: z.string(),
});
export type RunAssignment = z.output<typeof runAssignment>;

/** What a scheduler sends to a worker. */
export const workerCommand = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('run'), assignment: runAssignment }),
  /** The attempt's event with this sequence number was committed: the run may go on. */
  z.strictObject({
    type: z.literal('ack'),
    runId: z.string(),
    attempt: z.int().min(1),
    sequence: z.int().min(0),
  }),
  /** Stop after the current step, with a checkpoint, or after the current batch of images or predictions. */
  z.strictObject({ type: z.literal('stop') }),
]);
export type WorkerCommand = z.output<typeof workerCommand>;

/** What a worker sends to its scheduler. */
export const workerMessage = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('ready'), pid: z.int(), device: z.string() }),
  z.strictObject({
    type: z.literal('event'),
    runId: z.string(),
    attempt: z.int().min(1),
    token: z.string(),
    /** Counts this attempt's events; durable ones are acknowledged by it. */
    sequence: z.int().min(0),
    event: trialEvent,
  }),
  /** The run is being worked on, though there is nothing to tell; may come before `started`. */
  z.strictObject({
    type: z.literal('alive'),
    runId: z.string(),
    attempt: z.int().min(1),
    /** What takes the time before the first step, for people. */
    doing: z.string().max(200).optional(),
  }),
  /** The run stopped as told, after a checkpoint; it may be resumed. */
  z.strictObject({
    type: z.literal('stopped'),
    runId: z.string(),
    attempt: z.int().min(1),
    token: z.string(),
  }),
]);
export type WorkerMessage = z.output<typeof workerMessage>;
