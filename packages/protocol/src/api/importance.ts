import { z } from 'zod';

/** `GET /api/v1/sweeps/:sweep/importance`: how much of the score's variance each setting explains (fANOVA). */
export const importanceReply = z.strictObject({
  /** Trials with a finite score that it was computed from. */
  trials: z.int(),
  /** Falling; together 1 at most. Empty where there are too few trials, or all score the same. */
  settings: z.array(
    z.strictObject({
      setting: z.string(),
      /** Mean over the trees of the forest, and their standard deviation. */
      importance: z.number(),
      sd: z.number(),
    }),
  ),
});
export type ImportanceReply = z.output<typeof importanceReply>;
