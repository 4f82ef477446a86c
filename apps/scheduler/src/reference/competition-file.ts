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
  after: `\`frostline init DIR\` writes this file for what lies in a folder, with comments that say why. Other forms that it has:

\`\`\`yaml
# A folder per class, one of them for validation; the paths of test images are their ids.
train: { images: ., pattern: '{split:train|val}/{class}/**', target: class, fold: split }
test: { images: test }
\`\`\`

\`\`\`yaml
# Labels in path names, here a sum of three columns; folds part no person.
train:
  images: train/images
  pattern: '{person}_{gender}_{race}_{age}/{shot}'
  target:
    - { column: shot, times: 6, values: { mask*: 0, incorrect_mask: 1, normal: 2 } }
    - { column: gender, times: 3, values: { male: 0, female: 1 } }
    - { column: age, bins: [30, 60] }
  group: person
test: { images: eval/images }
submission: { sample: eval/info.csv, id: ImageID, target: ans }
\`\`\`

A pattern is matched against the path of an image from its folder: \`{name}\` is as few characters of one name as fit,
\`{name:a|b}\` one of some words, \`*\` anything in a name, \`#\` digits, \`**\` any folders; the ending counts only where the
pattern has one. Beside a table, its columns are added to those of the table. Names that begin with a dot are passed over.

CSV files are UTF-8, separated by commas, with a header. A sample submission has, beside the id, the target alone (then
labels are written) or one column per class (then probabilities are).
`,
});
