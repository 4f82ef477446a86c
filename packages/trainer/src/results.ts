import { rmSync } from 'node:fs';
import path from 'node:path';
import { writeFileAtomic } from '@frostline/base';
import { writePredictions } from '@frostline/data';
import { cardMetadata, encodeSafetensors } from '@frostline/model';
import { tensorDigest } from './checkpoint/tensor-digest.js';
import type { FitJob } from './fit-job.js';
import type { TrainingSession } from './training-session.js';
import type { TrialModel } from './trial-model.js';

interface Trained {
  readonly model: TrialModel;
  readonly session: TrainingSession;
  readonly train: Uint32Array;
  readonly validation: Uint32Array;
}

interface ResultFiles {
  readonly weightsSha256: string;
  readonly outOfFold: string;
  readonly test: string;
}

/** Writes weights.safetensors, out-of-fold.csv and test.csv into the job's output folder, each atomically. */
export async function writeResults(job: FitJob, trained: Trained): Promise<ResultFiles> {
  const { model, session, validation } = trained;
  const weights = { ...model.prefix, ...(await session.weights()) };
  const { settings, classes } = job;
  writeFileAtomic(
    path.join(job.output, 'weights.safetensors'),
    encodeSafetensors(weights, {
      metadata: cardMetadata({
        arch: settings.backbone,
        classes,
        preprocessing: {
          mean: model.normalization.mean,
          std: model.normalization.std,
          size: settings.image_size,
          interpolation: 'bilinear',
        },
        licence: null,
        source: null,
      }),
    }),
  );
  const outOfFold = path.join(job.output, 'out-of-fold.csv');
  writePredictions(outOfFold, {
    ids: [...validation].map((row) => job.train.ids[row] ?? ''),
    classes,
    probabilities: await session.predict('train', validation),
  });
  const test = path.join(job.output, 'test.csv');
  writePredictions(test, { ids: job.test.ids, classes, probabilities: await predictTest(job, trained) });
  return { weightsSha256: tensorDigest(weights), outOfFold, test };
}

/** Test probabilities; an image that could not be decoded gets the class shares of the training images. */
async function predictTest({ test, train, classes }: FitJob, trained: Trained): Promise<Float32Array> {
  const prior = new Float32Array(classes.length);
  for (const row of trained.train) {
    const label = train.labels[row] ?? 0;
    prior[label] = (prior[label] ?? 0) + 1 / trained.train.length;
  }
  const all = new Float32Array(test.ids.length * classes.length);
  for (const { index } of test.pack.quarantined) all.set(prior, index * classes.length);
  const usable = test.pack.usable();
  const predicted = await trained.session.predict('test', usable);
  usable.forEach((row, i) => {
    all.set(predicted.subarray(i * classes.length, (i + 1) * classes.length), row * classes.length);
  });
  return all;
}

/** Called once the results stand: a finished run needs no checkpoint. */
export function removeCheckpoints(folder: string): void {
  rmSync(folder, { recursive: true, force: true });
}
