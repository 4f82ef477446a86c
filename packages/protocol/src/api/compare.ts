import { z } from 'zod';
import { apiNumber } from './numbers.js';

/** `GET /api/v1/sweeps/:sweep/compare?trials=ID,ID[,…]&limit=N`: two or more trials beside one another. */
export const compareReply = z.strictObject({
  trials: z.array(
    z.strictObject({
      id: z.string(),
      score: apiNumber.nullable(),
      /** Images that its complete runs have predicted: those of some folds while others are open. */
      imagesPredicted: z.int(),
      /** Why its predictions cannot be read: a file is missing or has changed. */
      reportProblem: z.string().nullable(),
    }),
  ),
  /** The settings in which they differ; values in the order of `trials`. */
  settings: z.array(
    z.strictObject({
      setting: z.string(),
      values: z.array(z.union([z.string(), z.number(), z.boolean(), z.null()])),
    }),
  ),
  classes: z.array(z.string()),
  /** F1 of each class; values in the order of `trials`, null where a trial has no predictions. */
  perClass: z.array(z.strictObject({ class: z.string(), f1: z.array(z.number().nullable()) })),
  /** How many images all of the trials have predicted; 0 where one has none. */
  imagesShared: z.int(),
  /** How many of them some of the trials get right and others wrong; 0 where a trial has no predictions. */
  disagreements: z.int(),
  /** The clearest of them: largest difference in the label's probability first. */
  images: z.array(
    z.strictObject({
      image: z.string(),
      label: z.string(),
      predictions: z.array(
        z.strictObject({
          predicted: z.string(),
          /** Probability that the trial gave to the label. */
          labelProbability: apiNumber,
          correct: z.boolean(),
        }),
      ),
    }),
  ),
});
export type CompareReply = z.output<typeof compareReply>;
