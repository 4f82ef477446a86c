import { competitionJsonSchema } from '@frostline/data';
import type { Reference } from './reference.js';

export const competitionReference = (): Reference => ({
  file: 'competition.yaml',
  schema: competitionJsonSchema(),
  before: `Says where a competition's files are and what their columns are called. Paths start from the file's own folder and
stay below it; [packages/data](../packages/data) says what to do about data that lie elsewhere.`,
  example: `name: fashion
metric: macro_f1
train: { images: train, labels: train.csv, id: id, target: label, extension: .png }
test: { images: test, ids: sample_submission.csv, extension: .png }
submission: { sample: sample_submission.csv, id: id, target: label }
folds: { kind: stratified, count: 3, seed: 0 }
`,
  leaves: [],
  after: `CSV files are UTF-8, separated by commas, with a header. A sample submission has, beside the id, the target alone (then
labels are written) or one column per class (then probabilities are).
`,
});
