import { cpSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const example = fileURLToPath(new URL('../../../examples/fashion', import.meta.url));

/** Epochs of a run unless told otherwise. */
export const epochs = 2;

/**
 * Two trials of two runs each: one net with dropout, one with batch statistics. Epochs are long against the time between
 * two reports of progress, so that a run seen in the middle of one is still there when the signal arrives.
 */
const sweepText = (count: number): string => `name: faults
competition: competition.yaml
method: grid
folds: 2
trial: {image_size: 32, epochs: ${count}, optimizer: adamw, pad_crop: 2}
parameters:
  backbone: {values: [squeezenet1_1, shufflenet_v2_x0_5]}
  freeze: {values: [scratch]}
  batch_size: {per: backbone, values: {squeezenet1_1: 2, shufflenet_v2_x0_5: 4}}
  learning_rate: {per: backbone, values: {squeezenet1_1: 0.0003, shufflenet_v2_x0_5: 0.001}}
`;

/** A folder with 300 labelled and 10 test images of `examples/fashion`, and a sweep over them. */
export function sweepFolder(count = epochs): string {
  const folder = realpathSync(mkdtempSync(path.join(tmpdir(), 'frostline-faults-')));
  cpSync(path.join(example, 'competition.yaml'), path.join(folder, 'competition.yaml'));
  take(folder, 'train', 'train.csv', 300);
  take(folder, 'test', 'sample_submission.csv', 10);
  take(folder, 'test', 'solution.csv', 10);
  writeFileSync(path.join(folder, 'sweep.yaml'), sweepText(count));
  return folder;
}

/** Replaces a folder's sweep by one trial of two runs that begins with a weights file of squeezenet1_1. */
export function sweepOfWeights(folder: string, weights: string): void {
  const text = `name: weights
competition: competition.yaml
method: grid
folds: 2
trial: {image_size: 32, epochs: ${epochs}, batch_size: 2, learning_rate: 0.0003, optimizer: adamw, weights: ${weights}}
parameters:
  backbone: {values: [squeezenet1_1]}
  freeze: {values: [full]}
`;
  writeFileSync(path.join(folder, 'sweep.yaml'), text);
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
