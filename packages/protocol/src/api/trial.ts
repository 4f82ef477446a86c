import { z } from 'zod';
import { failureClass, quarantinedImage } from '../events.js';
import { annotation } from './annotation.js';
import { runState } from './changes.js';
import { someSettings } from './leaderboard.js';
import { apiNumber } from './numbers.js';

const apiAttempt = z.strictObject({
  attempt: z.int(),
  worker: z.string(),
  device: z.string(),
  engine: z.string().nullable(),
  numericsClass: z.string().nullable(),
  numericsChanged: z.boolean(),
  /** Micro-batches per batch; more than 1 after failures for want of memory. */
  parts: z.int(),
  /** Wall clock, milliseconds since 1970. */
  claimed: z.int(),
  ended: z.int().nullable(),
  /** Null while it holds its run. */
  outcome: z.enum(['complete', 'pruned', 'failed', 'stopped', 'lost']).nullable(),
  resumedFromStep: z.int().nullable(),
  totalSteps: z.int().nullable(),
  failure: failureClass.nullable(),
  code: z.string().nullable(),
  message: z.string().nullable(),
  exitCode: z.int().nullable(),
  signal: z.string().nullable(),
});
export type ApiAttempt = z.output<typeof apiAttempt>;

const apiRun = z.strictObject({
  id: z.string(),
  fold: z.int(),
  state: runState,
  /** There exactly when the run is complete. */
  result: z
    .strictObject({
      step: z.int(),
      epoch: z.int(),
      values: z.record(z.string(), apiNumber),
      weightsSha256: z.string(),
      seconds: z.number(),
    })
    .nullable(),
  attempts: z.array(apiAttempt),
});
export type ApiRun = z.output<typeof apiRun>;

/** How the pooled out-of-fold predictions compare with the labels. */
const classReport = z.strictObject({
  classes: z.array(z.string()),
  /** counts[label][predicted]: images. */
  confusion: z.array(z.array(z.int())),
  perClass: z.array(
    z.strictObject({
      class: z.string(),
      precision: z.number(),
      recall: z.number(),
      f1: z.number(),
      /** Labelled images of the class. */
      support: z.int(),
    }),
  ),
});
export type ClassReport = z.output<typeof classReport>;

/** `GET /api/v1/sweeps/:sweep/trials/:trial`: everything about one trial but curves, mistakes and logs. */
export const trialReply = z.strictObject({
  id: z.string(),
  ordinal: z.int(),
  rank: z.int().nullable(),
  state: runState,
  settings: someSettings,
  score: apiNumber.nullable(),
  values: z.record(z.string(), apiNumber).nullable(),
  foldMean: apiNumber.nullable(),
  foldSd: apiNumber.nullable(),
  /** Waiting runs of trials with a higher one are begun first. */
  priority: z.int(),
  runs: z.array(apiRun),
  quarantined: z.array(quarantinedImage),
  /** Over the folds that are complete; null while none is, and where it cannot be told. */
  report: classReport.nullable(),
  /** Why it cannot be told: a file that it is made from is missing or has changed. */
  reportProblem: z.string().nullable(),
  ...annotation.shape,
});
export type TrialReply = z.output<typeof trialReply>;

/** An image that a trial got wrong. */
const mistake = z.strictObject({
  /** The image's id; its picture is at `/api/v1/sweeps/:sweep/images/:id`. */
  image: z.string(),
  label: z.string(),
  predicted: z.string(),
  /** By class, in the order of `classReport.classes`. */
  probabilities: z.array(apiNumber),
});
export type Mistake = z.output<typeof mistake>;

/** `GET …/trials/:trial/mistakes?limit=N`: the wrong predictions, least probable label first. */
export const mistakesReply = z.strictObject({
  classes: z.array(z.string()),
  total: z.int(),
  mistakes: z.array(mistake),
});
export type MistakesReply = z.output<typeof mistakesReply>;

/** `GET …/trials/:trial/log?fold=F&attempt=A&lines=N`: the end of an attempt's log, oldest line first. */
export const logReply = z.strictObject({
  lines: z.array(
    z.strictObject({
      /** ISO 8601. */
      time: z.string(),
      level: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal']),
      message: z.string(),
      /** The line's other members. */
      fields: z.record(z.string(), z.unknown()),
    }),
  ),
});
export type LogReply = z.output<typeof logReply>;

/** `GET …/trials/:trial/sweep-file`: a sweep file of this one trial, to be edited and launched. */
export const sweepFileReply = z.strictObject({ yaml: z.string() });
export type SweepFileReply = z.output<typeof sweepFileReply>;
