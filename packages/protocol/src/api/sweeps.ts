import { z } from 'zod';
import { goals } from '../metrics.js';
import { metricReference } from '../own-module.js';

/** A sweep as the API lists it. */
export const apiSweep = z.strictObject({
  id: z.string(),
  name: z.string(),
  /** Absolute path of its sweep file. */
  file: z.string(),
  /** Absolute path of the state folder: what the command's `--home` takes. */
  home: z.string(),
  metric: metricReference,
  goal: z.enum(goals),
  /** Wall clock, milliseconds since 1970. */
  created: z.int(),
  trials: z.int(),
  runs: z.int(),
  runsComplete: z.int(),
  /** Whether an owner is running it now. */
  live: z.boolean(),
});
export type ApiSweep = z.output<typeof apiSweep>;

/** `GET /api/v1/sweeps`: all sweeps, the one launched last first. */
export const sweepsReply = z.strictObject({ sweeps: z.array(apiSweep) });
export type SweepsReply = z.output<typeof sweepsReply>;
