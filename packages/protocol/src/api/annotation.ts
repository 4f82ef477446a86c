import { z } from 'zod';

/** What a person has noted about a trial. */
export const annotation = z.strictObject({
  tags: z
    .array(
      z
        .string()
        .min(1)
        .max(40)
        // Between the tags of a cell of leaderboard.csv stands `; `.
        .regex(/^[^;]*$/),
    )
    .max(20),
  note: z.string().max(4000),
  pinned: z.boolean(),
});
export type Annotation = z.output<typeof annotation>;
