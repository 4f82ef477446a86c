import { mkdtempSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { sha256, writeFileAtomic } from '@frostline/base';
import { openPack, type Sample } from '@frostline/data';
import { openEngine } from '@frostline/engine';
import { encodeSafetensors, parseSafetensors } from '@frostline/model';
import { trialSettings, type TrialEvent } from '@frostline/protocol';
import { FeatureStore, fit, StepCache } from '@frostline/trainer';
import sharp from 'sharp';
import { FASHION_SIDE, readFashion } from '../fashion/idx.js';
import { imageList } from './image-list.js';
import { PRETRAINING_CLASSES, pretrainingImages } from './pretraining-images.js';

/**
 * Makes the weights that ship with Frostline: nets trained by Frostline itself on the five Fashion-MNIST classes that
 * the sample competition does not use. Writes half-precision safetensors and the hashes of the images used.
 *
 *   node tools/dist/weights/pretrain.js [--only BACKBONE] [--source FOLDER] [--out FOLDER]
 */
const { values: args } = parseArgs({
  options: {
    only: { type: 'string' },
    source: { type: 'string', default: '/usr/share/datasets/fashion-mnist' },
    out: { type: 'string', default: path.resolve(import.meta.dirname, '../../../packages/model/weights') },
  },
});

/** What differs from net to net. */
const RECIPES = [
  { backbone: 'shufflenet_v2_x0_5', epochs: 5, learning_rate: 0.002 },
  { backbone: 'squeezenet1_1', epochs: 4, learning_rate: 0.0005 },
  { backbone: 'mobilenet_v3_small', epochs: 2, learning_rate: 0.002 },
];
const IMAGE_SIZE = 64;
/** One image in twenty is held out, to see that training went well. */
const HOLDOUT = 20;

const work = mkdtempSync(path.join(tmpdir(), 'frostline-pretrain-'));
try {
  await pretrainAll();
} finally {
  rmSync(work, { recursive: true, force: true });
}

async function pretrainAll(): Promise<void> {
  const rows = pretrainingImages(readFashion(args.source).train);
  const images = rows.map(({ image }) => image);
  const list = imageList(images);
  writeFileAtomic(path.join(args.out, 'sample-training-images.txt'), list);

  const samples = await writeImages(rows);
  const pack = await openPack(work, samples, { size: IMAGE_SIZE });
  // A run always predicts a test set; one image is the smallest.
  const test = { pack: await openPack(work, samples.slice(0, 1), { size: IMAGE_SIZE }), ids: ['0'] };
  const cache = new StepCache(await openEngine({ name: 'onnxruntime' }));
  for (const recipe of RECIPES.filter((each) => args.only === undefined || each.backbone === args.only)) {
    const { backbone } = recipe;
    const settings = trialSettings.parse({
      ...recipe,
      freeze: 'scratch',
      image_size: IMAGE_SIZE,
      batch_size: 64,
      optimizer: 'adamw',
      weight_decay: 0.02,
      warmup_epochs: 0.5,
      label_smoothing: 0.05,
      pad_crop: 4,
    });
    const folder = path.join(work, backbone);
    const events = fit(
      {
        settings,
        metric: 'accuracy',
        classes: PRETRAINING_CLASSES,
        train: {
          pack,
          ids: rows.map((_, row) => String(row)),
          labels: Int32Array.from(rows, ({ label }) => label),
          folds: Int32Array.from(rows, (_, row) => (row % HOLDOUT === 0 ? 0 : 1)),
        },
        test,
        fold: 0,
        folder,
        output: folder,
      },
      { cache, features: new FeatureStore(path.join(work, 'features')), checkpointSeconds: 600 },
    );
    for await (const event of events) report(backbone, event);
    publish(backbone, path.join(folder, 'weights.safetensors'), {
      classes: PRETRAINING_CLASSES,
      images: sha256(list),
    });
  }
}

/** The pack reads image files, so the images become files. */
async function writeImages(rows: readonly { image: Uint8Array; label: number }[]): Promise<Sample[]> {
  const folder = path.join(work, 'images');
  mkdirSync(folder);
  const samples: Sample[] = [];
  for (const [row, { image, label }] of rows.entries()) {
    const file = path.join(folder, `${row}.png`);
    const png = await sharp(image, { raw: { width: FASHION_SIDE, height: FASHION_SIDE, channels: 1 } })
      .png({ compressionLevel: 1 })
      .toBuffer();
    writeFileSync(file, png);
    samples.push({ id: String(row), path: file, sha256: sha256(png), label });
  }
  return samples;
}

function report(backbone: string, event: TrialEvent): void {
  if (event.type === 'metrics')
    process.stdout.write(
      `${backbone} epoch ${event.epoch}: loss ${event.values['train_loss']?.toFixed(4)}, held-out accuracy ${event.values['accuracy']?.toFixed(4)}, ${event.values['seconds']?.toFixed(0)} s\n`,
    );
  if (event.type === 'failed') throw new Error(event.message);
}

/** Half precision, with everything in the header that using the weights needs. */
function publish(
  backbone: string,
  file: string,
  { classes, images }: { classes: readonly string[]; images: string },
): void {
  const { tensors, metadata } = parseSafetensors(readFileSync(file), file);
  const target = path.join(args.out, `${backbone}.sample.safetensors`);
  const bytes = encodeSafetensors(tensors, {
    metadata: {
      ...metadata,
      classes: JSON.stringify(classes),
      licence: 'Apache-2.0; trained on Fashion-MNIST (MIT, Zalando SE)',
      source: 'frostline tools/src/weights/pretrain.ts',
      training_images: images,
    },
    typeOf: (_key, { dtype }) => (dtype === 'float32' ? 'F16' : 'I64'),
  });
  writeFileAtomic(target, bytes);
  process.stdout.write(`${target}: ${bytes.length} bytes\n`);
}
