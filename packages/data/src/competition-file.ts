import { metricName, partialFoldPlan } from '@frostline/protocol';
import { z } from 'zod';

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
      labels: relativePath.describe('CSV with one row per labelled image'),
      id: column.describe('Column with the image file name, with or without extension'),
      target: column.describe('Column with the label'),
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
      ids: relativePath.describe(
        'CSV that lists the images to predict, in order, in the column submission.id',
      ),
      extension,
    })
    .describe('The images to predict'),
  submission: z
    .strictObject({
      sample: relativePath.describe('CSV with the columns and ids that a submission must have'),
      id: column.describe('Column with the id, here, in test.ids and in the solution'),
      target: column.describe('Column with the label, here and in the solution'),
    })
    .describe('What is to be handed in'),
  solution: relativePath.optional().describe('CSV with the test labels, for scoring only'),
  folds: partialFoldPlan.default({}).describe('How the labelled images are split; a sweep may say otherwise'),
});

/** JSON schema of `competition.yaml` for editors. */
export function competitionJsonSchema(): object {
  return z.toJSONSchema(competitionFile, { io: 'input' });
}

export type CompetitionFile = z.output<typeof competitionFile>;
