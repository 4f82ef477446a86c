import { cpSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const example = fileURLToPath(new URL('../../../examples/fashion', import.meta.url));

/** Optimizer steps of one epoch: 300 images in two folds, in batches of 4. */
export const stepsPerEpoch = 37;

/**
 * Two trials of two runs each. Epochs are long against the time between two reports of progress, so that a run seen in
 * the middle of one is still there when the signal arrives.
 */
const sweepText = (epochs: number): string => `name: faults
competition: competition.yaml
method: grid
folds: 2
trial: {image_size: 32, epochs: ${epochs}, batch_size: 4, optimizer: adamw, pad_crop: 2, dropout: 0.2}
parameters:
  backbone: {values: [shufflenet_v2_x0_5]}
  freeze: {values: [scratch]}
  learning_rate: {values: [0.001, 0.003]}
`;

/** A folder with 300 labelled and 10 test images of `examples/fashion`, and a sweep over them. */
export function sweepFolder(epochs: number): string {
  const folder = realpathSync(mkdtempSync(path.join(tmpdir(), 'frostline-faults-')));
  cpSync(path.join(example, 'competition.yaml'), path.join(folder, 'competition.yaml'));
  take(folder, 'train', 'train.csv', 300);
  take(folder, 'test', 'sample_submission.csv', 10);
  take(folder, 'test', 'solution.csv', 10);
  writeFileSync(path.join(folder, 'sweep.yaml'), sweepText(epochs));
  return folder;
}

/** Copies the first rows of a table, and their images. */
function take(folder: string, split: string, table: string, count: number): void {
  const lines = readFileSync(path.join(example, table), 'utf8').split('\n');
  const taken = lines.slice(0, count + 1);
  writeFileSync(path.join(folder, table), `${taken.join('\n')}\n`);
  mkdirSync(path.join(folder, split), { recursive: true });
  for (const line of taken.slice(1)) {
    const name = path.join(split, `${line.split(',')[0] ?? ''}.png`);
    cpSync(path.join(example, name), path.join(folder, name));
  }
}
