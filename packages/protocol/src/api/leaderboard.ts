import { z } from 'zod';
import { annotation } from './annotation.js';
import { runState } from './changes.js';
import { apiNumber } from './numbers.js';
import { apiSweep } from './sweeps.js';

/** Some settings of a trial, by name; one without a value has the backbone's own. */
export const someSettings = z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()]));
export type SomeSettings = z.output<typeof someSettings>;

/** One line of the leaderboard. */
const leaderboardTrial = z.strictObject({
  id: z.string(),
  /** Its place in the sweep's plan. */
  ordinal: z.int(),
  /** From 1; null without a finite score. */
  rank: z.int().nullable(),
  state: runState,
  /** The sweep's metric on the pooled out-of-fold predictions; null until all runs are complete. */
  score: apiNumber.nullable(),
  /** All metrics on the pooled predictions. */
  values: z.record(z.string(), apiNumber).nullable(),
  /** The sweep's metric of each fold; null where the run is not complete. */
  foldScores: z.array(apiNumber.nullable()),
  foldMean: apiNumber.nullable(),
  foldSd: apiNumber.nullable(),
  runs: z.int(),
  runsComplete: z.int(),
  /** Training time of its complete runs together, seconds. */
  seconds: z.number(),
  /** Only the settings that differ between trials of the sweep; the rest stand in `common`. */
  settings: someSettings,
  engines: z.array(z.string()),
  devices: z.array(z.string()),
  resumedAttempts: z.int(),
  /** Whether an attempt went on under another numerics class. */
  numericsChanged: z.boolean(),
  /** Images that could not be decoded. */
  quarantined: z.int(),
  ...annotation.shape,
});
export type LeaderboardTrial = z.output<typeof leaderboardTrial>;

/**
 * `GET /api/v1/sweeps/:sweep/leaderboard`: the trials of a sweep, best first. Has an ETag; `If-None-Match` is answered
 * with 304. `…/leaderboard.csv` is the same for a spreadsheet.
 */
export const leaderboardReply = z.strictObject({
  sweep: apiSweep,
  /** Settings that all trials share. */
  common: someSettings,
  /** The settings that vary, in the order in which grids nest. */
  varying: z.array(z.string()),
  trials: z.array(leaderboardTrial),
});
export type LeaderboardReply = z.output<typeof leaderboardReply>;
