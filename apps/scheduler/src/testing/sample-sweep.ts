import type { Catalog } from '@frostline/protocol';
import { freezeStrategies } from '@frostline/protocol/freeze';
import { mkdirSync, mkdtempSync, realpathSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** The process that speaks the worker's protocol and trains nothing. */
export const fakeWorker = fileURLToPath(new URL('../host/fake-worker.fixture.mjs', import.meta.url));

export const sampleCatalog: Catalog = {
  backbones: ['net', 'broken'].map((name) => ({
    name,
    stages: ['stem', 'body'],
    parameters: [500, 490, 5],
    norms: [0, 0],
    biases: [10, 10],
    buffers: [0, 0, 0],
    outputs: [1, 2].map((channels) => ({ channels, scale: 0, offset: 1 })),
    imageSize: null,
    smallestImage: 16,
    smallestAlone: 16,
    hasDropout: true,
    macs: [10, 20, 1],
    defaultWeights: null,
    weights: { name: `${name}.sample`, sha256: 'c'.repeat(64) },
  })),
  strategies: Object.values(freezeStrategies),
};

/** A folder with a competition of six images in two classes and a sweep over it, as the fake worker predicts it. */
export function sampleSweepFolder(sweep = sampleSweep('net')): string {
  const root = realpathSync(mkdtempSync(path.join(tmpdir(), 'frostline-sweep-')));
  const write = (name: string, content: string | Uint8Array): void => {
    mkdirSync(path.dirname(path.join(root, name)), { recursive: true });
    writeFileSync(path.join(root, name), content);
  };
  const train = [0, 1, 2].flatMap((fold) => [`${fold}-0,a`, `${fold}-1,b`]);
  write('train.csv', `id,label\n${train.join('\n')}\n`);
  for (const line of train) write(`train/${line.slice(0, 3)}.png`, sampleImage(line));
  for (const id of ['t0', 't1']) write(`test/${id}.png`, sampleImage(id));
  write('sample_submission.csv', 'id,label\nt0,a\nt1,a\n');
  write('solution.csv', 'id,label\nt0,a\nt1,a\n');
  write('competition.yaml', competition);
  write('sweep.yaml', sweep);
  return root;
}

/** A PNG of eight by eight pixels that holds a text after its end, so that each has bytes of its own. */
function sampleImage(text: string): Uint8Array {
  return Buffer.concat([Buffer.from(pixels, 'base64'), Buffer.from(text)]);
}

const pixels =
  'iVBORw0KGgoAAAANSUhEUgAAAAgAAAAICAIAAABLbSncAAAAaklEQVR42hWMQREAQQzCqqRKUBIlVYISlKDo9niSTGaGHTQw3OAh' +
  'Q4eZZRctLLd4ydJ9QKyQQJywiKge+NV3/jswBPrCc+yh++87fOToPWDWyL98xiamfiBsUP7EBYeE5oGyRf3DV1xSWj4Df0sBGwJq' +
  'RQAAAABJRU5ErkJggg==';

/** A sweep file: one trial per backbone, or per backbone and rate. */
export function sampleSweep(backbones: string, rates = '0.01'): string {
  return `name: sample
competition: competition.yaml
method: grid
trial: {epochs: 4}
parameters:
  backbone: {values: [${backbones}]}
  freeze: {values: [head]}
  learning_rate: {values: [${rates}]}
`;
}

const competition = `name: sample
metric: accuracy
train: {images: train, labels: train.csv, id: id, target: label, extension: .png}
test: {images: test, ids: sample_submission.csv, extension: .png}
submission: {sample: sample_submission.csv, id: id, target: label}
solution: solution.csv
folds: {kind: stratified, count: 3, seed: 0}
`;
