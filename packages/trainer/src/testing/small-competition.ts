import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { RandomStream, sha256 } from '@frostline/base';
import { openPack, type Pack, type Sample } from '@frostline/data';
import { openEngine } from '@frostline/engine';
import { cardMetadata, createBackbone, encodeSafetensors, initialize } from '@frostline/model';
import { trialSettings, type TrialEvent, type TrialSettings } from '@frostline/protocol';
import sharp from 'sharp';
import { FeatureStore } from '../features/feature-store.js';
import { fit } from '../fit.js';
import type { FitJob, FitTools } from '../fit-job.js';
import { StepCache } from '../step-cache.js';

const SIZE = 32;
const CLASSES = ['dark', 'light', 'striped'];

/** Images that a net can learn to tell apart, and some that are no images at all. */
export interface SmallCompetition {
  readonly folder: string;
  readonly train: Pack;
  readonly test: Pack;
  readonly labels: Int32Array;
  readonly samples: { readonly train: readonly Sample[]; readonly test: readonly Sample[] };
  readonly ids: { readonly train: string[]; readonly test: string[] };
}

/** @param firstTrain,firstTest what stands in the first image's file of a split instead of an image */
export async function smallCompetition({
  firstTrain,
  firstTest,
}: { firstTrain?: Buffer; firstTest?: Buffer } = {}): Promise<SmallCompetition> {
  const folder = mkdtempSync(path.join(tmpdir(), 'frostline-trainer-'));
  const train = await makeSamples(folder, 'train', 30, firstTrain);
  const test = await makeSamples(folder, 'test', 7, firstTest);
  return {
    folder,
    train: await openPack(folder, train, { size: SIZE }),
    test: await openPack(folder, test, { size: SIZE }),
    labels: Int32Array.from(train, ({ label }) => label),
    samples: { train, test },
    ids: { train: train.map(({ id }) => id), test: test.map(({ id }) => id) },
  };
}

async function makeSamples(folder: string, split: string, count: number, first?: Buffer): Promise<Sample[]> {
  const samples: Sample[] = [];
  for (let row = 0; row < count; row++) {
    const label = row % CLASSES.length;
    const bytes = (row === 0 ? first : undefined) ?? (await drawn(label, `${split} ${row}`));
    const file = path.join(folder, `${split}-${row}.png`);
    writeFileSync(file, bytes);
    samples.push({ id: `${split}-${row}`, path: file, sha256: sha256(bytes), label });
  }
  return samples;
}

function drawn(label: number, name: string): Promise<Buffer> {
  const random = new RandomStream(0, name);
  const pixels = Buffer.alloc(SIZE * SIZE * 3);
  for (let i = 0; i < pixels.length; i++) {
    const stripe = Math.floor(i / (SIZE * 3 * 4)) % 2 === 0;
    const level = label === 0 ? 40 : label === 1 ? 200 : stripe ? 40 : 200;
    pixels[i] = level + random.nextBelow(40) - 20;
  }
  return png(pixels);
}

/** An image whose pixels are those that stand in a pack for an image that cannot be decoded. */
export const blackImage = (): Promise<Buffer> => png(Buffer.alloc(SIZE * SIZE * 3));

export const noImage = Buffer.from('not an image');

function png(pixels: Buffer): Promise<Buffer> {
  return sharp(pixels, { raw: { width: SIZE, height: SIZE, channels: 3 } })
    .png()
    .toBuffer();
}

/** Weights of a random net, as if they had been trained. */
export function randomWeights(folder: string, backbone: string): string {
  const net = createBackbone(backbone, { classes: 4 });
  initialize(net, 99);
  const file = path.join(folder, `${backbone}.safetensors`);
  const metadata = cardMetadata({
    arch: backbone,
    classes: null,
    preprocessing: {
      mean: [0.5, 0.5, 0.5],
      std: [0.25, 0.25, 0.25],
      resize: SIZE,
      size: SIZE,
      interpolation: 'bilinear',
    },
    licence: null,
    source: null,
  });
  writeFileSync(file, encodeSafetensors(net.stateDict(), { metadata }));
  return file;
}

export function smallSettings(some: Partial<TrialSettings>): TrialSettings {
  return trialSettings.parse({
    backbone: 'squeezenet1_1',
    freeze: 'scratch',
    image_size: SIZE,
    epochs: 3,
    batch_size: 8,
    learning_rate: 0.01,
    pad_crop: 2,
    ...some,
  });
}

export function jobOf(
  { folder, train, test, labels, ids }: SmallCompetition,
  settings: TrialSettings,
  name: string,
): FitJob {
  const run = path.join(folder, 'runs', name);
  return {
    settings,
    metric: 'accuracy',
    classes: CLASSES,
    train: {
      pack: train,
      ids: ids.train,
      labels,
      folds: Int32Array.from(labels, (_, row) => (row < 9 ? 0 : 1)),
    },
    test: { pack: test, ids: ids.test },
    fold: 0,
    folder: run,
    output: path.join(run, 'attempt-1'),
  };
}

export async function toolsFor(folder: string): Promise<FitTools> {
  return {
    cache: new StepCache(await openEngine({ name: 'onnxruntime' })),
    features: new FeatureStore(path.join(folder, 'features')),
  };
}

/** Runs to the end, or until `stopAfter` steps are done and the run has saved itself. */
export async function runFit(job: FitJob, tools: FitTools, stopAfter = Infinity): Promise<TrialEvent[]> {
  const events: TrialEvent[] = [];
  const abort = new AbortController();
  if (stopAfter <= 0) abort.abort();
  let steps = 0;
  const clock = { now: () => 0, monotonic: () => (steps += 1) * 1000 };
  for await (const event of fit(job, { ...tools, clock, signal: abort.signal })) {
    events.push(event);
    if (event.type === 'progress' && event.step >= stopAfter) abort.abort();
  }
  return events;
}

export function only<T extends TrialEvent['type']>(events: readonly TrialEvent[], type: T) {
  return events.filter((event): event is Extract<TrialEvent, { type: T }> => event.type === type);
}

/** Metrics without what a wall clock says. */
export function numbers(events: readonly TrialEvent[]): unknown[] {
  return only(events, 'metrics').map(({ step, epoch, values }) => ({
    step,
    epoch,
    values: Object.entries(values).filter(([name]) => name !== 'seconds'),
  }));
}

/** How the run ended; throws where it did not. */
export function finish(events: readonly TrialEvent[]) {
  const [finished] = only(events, 'finished');
  if (!finished) throw new Error(`not finished: ${JSON.stringify(events.at(-1))}`);
  return finished;
}
