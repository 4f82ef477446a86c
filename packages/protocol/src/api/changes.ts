import { z } from 'zod';
import { annotation } from './annotation.js';
import { foldPlan } from '../fold-plan.js';
import { goals } from '../metrics.js';
import { metricReference } from '../own-module.js';
import { trialSettings } from '../settings.js';

/** States of a run; a trial's state derives from its runs. */
export const runState = z.enum(['waiting', 'running', 'paused', 'complete', 'pruned', 'failed']);
export type RunState = z.output<typeof runState>;

/** Bodies of the owner's API under /api/v1: what a changing verb asks of a running sweep. */
const selection = z
  .strictObject({
    sweep: z.string().optional(),
    /** Prefix of a trial's id; the whole sweep when absent. */
    trial: z.string().optional(),
    /** The one run of that trial; all its runs when absent. */
    fold: z.int().min(0).optional(),
  })
  .refine(({ trial, fold }) => fold === undefined || trial !== undefined, {
    path: ['fold'],
    message: 'a fold is one of a trial, which must be named',
  });
export const stopRequest = selection;
export const resumeRequest = selection;
export const retryRequest = selection;
/** Changes what a person has noted about a trial; what is absent stays. */
export const annotateRequest = annotation
  .partial()
  .extend({ sweep: z.string().optional(), trial: z.string() });
export type AnnotateRequest = z.output<typeof annotateRequest>;
export const prioritizeRequest = z.strictObject({
  sweep: z.string().optional(),
  /** Prefix of a trial's id. */
  trial: z.string().min(1),
  /** Waiting runs of a higher one are begun first; 0 is what every trial begins with. */
  priority: z.int().min(-1000).max(1000),
});
export const changeReply = z.strictObject({
  /** Runs, or trials, that the change concerns. */
  changed: z.int().min(0),
  /** What a person should know besides, e.g. that nobody runs what waits now. */
  notice: z.string().optional(),
});
export type ChangeReply = z.output<typeof changeReply>;

/** Names folders, so nothing else may stand in it. */
const trialId = z.string().regex(/^[0-9a-f]{12}$/);

/** More trials for a running sweep: those of its file, planned again. */
export const extendRequest = z.strictObject({
  sweep: z.strictObject({
    name: z.string().min(1),
    file: z.string().min(1),
    spec: z.unknown(),
    metric: metricReference,
    goal: z.enum(goals),
    folds: foldPlan,
    competition: z.strictObject({ path: z.string().min(1), hash: z.string().min(1) }),
  }),
  trials: z
    .array(
      z.strictObject({
        id: trialId,
        settings: trialSettings,
        weightsHash: z.string().optional(),
        runs: z
          .array(
            z.strictObject({
              id: z.string().regex(/^[0-9a-f]{12}-\d+$/),
              trialId,
              fold: z.int().min(0),
            }),
          )
          .min(1)
          .readonly(),
      }),
    )
    .min(1)
    .readonly(),
});
export const extendReply = z.strictObject({
  sweepId: z.string(),
  /** Trials that no sweep of the ledger had, and those that were there. */
  added: z.int().min(0),
  kept: z.int().min(0),
  /** Runs of all these that wait. */
  openRuns: z.int().min(0),
});

/** What `.frostline/scheduler.json` holds while an owner lives. */
export const ownerAddress = z.strictObject({ pid: z.int(), port: z.int(), token: z.string() });
export type OwnerAddress = z.output<typeof ownerAddress>;
