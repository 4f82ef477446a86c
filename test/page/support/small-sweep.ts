import { cpSync, mkdtempSync, realpathSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const example = fileURLToPath(new URL('../../../examples/fashion', import.meta.url));

/** A folder with the example's competition and a sweep file. */
export function sweepFolder(sweep: string): string {
  const folder = realpathSync(mkdtempSync(path.join(tmpdir(), 'frostline-page-')));
  cpSync(example, folder, {
    recursive: true,
    filter: (file) => !path.basename(file).startsWith('.frostline'),
  });
  writeFileSync(path.join(folder, 'sweep.yaml'), sweep);
  return folder;
}

/** Two backbones by two strategies by two folds, and one trial whose rate makes its loss infinite. */
export const smallSweep = `name: small
competition: competition.yaml
method: grid
folds: 2
trial: {image_size: 32, epochs: 3, batch_size: 32, optimizer: sgd}
parameters:
  backbone: {values: [squeezenet1_1, shufflenet_v2_x0_5]}
  freeze: {values: [head, 'until:3']}
  learning_rate: {values: [0.01, 0.03]}
`;
