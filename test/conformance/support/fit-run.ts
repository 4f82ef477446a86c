import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { RandomStream, sha256 } from '@frostline/base';
import { openPack, type Sample } from '@frostline/data';
import type { HostRecord } from '@frostline/engine';
import { cardMetadata, createBackbone, encodeSafetensors, initialize } from '@frostline/model';
import { trialSettings } from '@frostline/protocol';
import { FeatureStore, fit, type FitJob, type FitTools, type StepCache } from '@frostline/trainer';
import sharp from 'sharp';
import { drawnImage, imageSize } from './drawn-image.js';
import { entry } from './records.js';

/** Unless more images are asked for, an epoch is one step: what a run tells at the end of one, it tells of every step. */
const batchSize = 8;
const validated = 4;
const steps = 20;
const classes = ['a', 'b', 'c', 'd', 'e'];

/** Momentum SGD with a falling rate, label smoothing, augmentation, and the net's own dropout. */
const settings = trialSettings.parse({
  backbone: 'any',
  freeze: 'full',
  epochs: steps,
  batch_size: batchSize,
  weight_decay: 1e-4,
  label_smoothing: 0.1,
  pad_crop: 2,
  views: 1,
  seed: 1,
});

/** Which net is trained, from which file of weights, and how. */
export type Training = Pick<FitJob['settings'], 'backbone' | 'weights' | 'learning_rate'> &
  Partial<FitJob['settings']>;

/** A folder with everything that the trainer's own runs on a few images need and write. */
export class FitRuns {
  private constructor(
    readonly folder: string,
    private readonly images: Pick<FitJob, 'classes' | 'train' | 'test'>,
    private readonly size: number,
  ) {}

  /** @param size side of the images that the runs see, pixels */
  static async open({ size = imageSize, trained = batchSize } = {}): Promise<FitRuns> {
    const folder = mkdtempSync(path.join(tmpdir(), 'frostline-conformance-'));
    const train = await drawn(folder, 'train', trained + validated);
    const test = await drawn(folder, 'test', 1);
    const packOf = (samples: typeof train) => openPack(folder, samples, { size });
    const images = {
      classes,
      train: {
        pack: await packOf(train),
        ids: train.map(({ id }) => id),
        labels: Int32Array.from(train, ({ label }) => label ?? 0),
        folds: Int32Array.from(train, (_, row) => (row < validated ? 0 : 1)),
      },
      test: { pack: await packOf(test), ids: test.map(({ id }) => id) },
    };
    return new FitRuns(folder, images, size);
  }

  /** Loss of each of 20 training steps, and of the validation images after it, from a whole run of `fit`. */
  async losses(cache: StepCache, training: Training): Promise<number[]> {
    const losses: number[] = [];
    for await (const event of this.events(cache, training))
      if (event.type === 'metrics')
        losses.push(entry(event.values, 'train_loss'), entry(event.values, 'val_loss'));
    return losses;
  }

  /** What a whole run of `fit` tells. */
  events(
    cache: StepCache,
    training: Training,
    tools: Pick<FitTools, 'clock' | 'checkpointSeconds'> = {},
  ): ReturnType<typeof fit> {
    const folder = mkdtempSync(path.join(this.folder, 'run-'));
    const job: FitJob = {
      ...this.images,
      settings: { ...settings, image_size: this.size, ...training },
      metric: 'accuracy',
      fold: 0,
      folder,
      output: path.join(folder, 'attempt-1'),
    };
    return fit(job, { ...tools, cache, features: new FeatureStore(path.join(folder, 'features')) });
  }

  /**
   * A file with a net's fresh weights; given a `seed`, each is moved by a relative 1e-7 either way, which is what rounding
   * to float32 may do to it.
   */
  weights(backbone: string, seed?: number): string {
    const net = createBackbone(backbone);
    initialize(net, settings.seed);
    const file = path.join(this.folder, `${backbone}-${seed ?? 'fresh'}.safetensors`);
    const metadata = cardMetadata({
      arch: backbone,
      classes: null,
      preprocessing: {
        mean: [0.5, 0.5, 0.5],
        std: [0.25, 0.25, 0.25],
        resize: imageSize,
        size: imageSize,
        interpolation: 'bilinear',
      },
      licence: null,
      source: null,
    });
    const learned = new Set([...net.namedParameters()].map(([key]) => key));
    const state = net.stateDict();
    writeFileSync(
      file,
      encodeSafetensors(seed === undefined ? state : moved(state, learned, seed), { metadata }),
    );
    return file;
  }
}

async function drawn(folder: string, split: string, count: number): Promise<Sample[]> {
  const random = new RandomStream(0, split);
  return Promise.all(
    Array.from({ length: count }, async (_, row) => {
      const label = row % classes.length;
      const raw = { width: imageSize, height: imageSize, channels: 3 } as const;
      const bytes = await sharp(drawnImage(label, random), { raw }).png().toBuffer();
      const file = path.join(folder, `${split}-${row}.png`);
      writeFileSync(file, bytes);
      return { id: `${split}-${row}`, path: file, sha256: sha256(bytes), label };
    }),
  );
}

function moved(state: HostRecord, keys: ReadonlySet<string>, seed: number): HostRecord {
  const random = new RandomStream(seed, 'perturbation');
  return Object.fromEntries(
    Object.entries(state).map(([key, tensor]) => {
      if (!keys.has(key)) return [key, tensor];
      const data = Float32Array.from(
        tensor.data,
        (value) => value * (1 + (random.nextUniform() < 0.5 ? -1e-7 : 1e-7)),
      );
      return [key, { ...tensor, data }];
    }),
  );
}
