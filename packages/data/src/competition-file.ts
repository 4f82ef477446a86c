import { metricName, partialFoldPlan } from '@frostline/protocol';
import { z } from 'zod';
import { labelSource } from './target.js';

const relativePath = z.string().min(1);
const column = z.string().min(1);
const extension = z
  .string()
  .regex(/^\.[A-Za-z0-9]+$/)
  .optional()
  .describe('What to append to an id to get the file name; found by looking when absent');

/** competition.yaml: where a competition's files are and what their columns are called. */
export const competitionFile = z.strictObject({
  name: z.string().min(1).describe('What to call the competition'),
  metric: metricName.default('macro_f1').describe('What ranks trials'),
  train: z
    .strictObject({
      images: relativePath.describe('Folder of the labelled images'),
      labels: relativePath
        .optional()
        .describe(
          'CSV, or JSON Lines (.jsonl), with one row per labelled image; when absent, every image below the folder is one',
        ),
      id: column
        .optional()
        .describe('Column of train.labels with the image file name, with or without extension'),
      pattern: z
        .string()
        .min(1)
        .optional()
        .describe(
          'Columns in the paths of images, from their folder: {name} for a part of a name, {name:a|b} for one of some words, * for anything in a name, # for digits, ** for any folders',
        ),
      target: labelSource,
      group: column
        .optional()
        .describe('Column with what must not be parted by folds, such as the person or patient of an image'),
      fold: column
        .optional()
        .describe(
          'Column with the fold of each image: whole numbers, -1 for images that are only trained on; or train and val',
        ),
      extension,
    })
    .describe('The labelled images'),
  test: z
    .strictObject({
      images: relativePath.describe('Folder of the images to predict'),
      ids: relativePath
        .optional()
        .describe(
          'CSV, or JSON Lines, that lists the images to predict, in order, in the column submission.id; when absent, submission.sample does, and without that every image below the folder is one',
        ),
      pattern: z
        .string()
        .min(1)
        .optional()
        .describe(
          'Columns in the paths of images, as train.pattern; where they give the label, it is used for scoring only',
        ),
      extension,
    })
    .optional()
    .describe('The images to predict; without them there is nothing to submit'),
  submission: z
    .strictObject({
      sample: relativePath
        .optional()
        .describe(
          'CSV with the columns and ids that a submission must have; when absent, it has the two columns below',
        ),
      id: column.default('id').describe('Column with the id, here, in test.ids and in the solution'),
      target: column.default('label').describe('Column with the label, here and in the solution'),
    })
    .prefault({})
    .describe('What is to be handed in'),
  solution: relativePath.optional().describe('CSV with the test labels, for scoring only'),
  folds: partialFoldPlan.default({}).describe('How the labelled images are split; a sweep may say otherwise'),
});

/** JSON schema of `competition.yaml` for editors. */
export function competitionJsonSchema(): object {
  return z.toJSONSchema(competitionFile, { io: 'input' });
}

export type CompetitionFile = z.output<typeof competitionFile>;
