import path from 'node:path';
import { writeFileAtomic } from '@frostline/base';
import { writePredictions } from '@frostline/data';
import { cardMetadata, encodeSafetensors } from '@frostline/model';
import { tensorDigest } from './checkpoint/tensor-digest.js';
import type { FitJob } from './fit-job.js';
import type { PhaseWalk } from './phase-walk.js';

interface Trained {
  /** The phase of the epoch that counts, with the weights of that epoch. */
  readonly phase: PhaseWalk['phase'];
  readonly validation: Uint32Array;
}

interface ResultFiles {
  readonly weightsSha256: string;
  readonly outOfFold: string;
  readonly test: string;
}

/** Writes weights.safetensors, out-of-fold.csv and test.csv into the job's output folder, each atomically. */
export async function writeResults(job: FitJob, trained: Trained): Promise<ResultFiles> {
  const { validation } = trained;
  const { model, session } = trained.phase;
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
          resize: settings.image_size,
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
  // An image that could not be decoded has no row: whoever needs one for it must say what stands there.
  const test = path.join(job.output, 'test.csv');
  const readable = job.test.pack.usable();
  writePredictions(test, {
    ids: [...readable].map((row) => job.test.ids[row] ?? ''),
    classes,
    probabilities: await session.predict('test', readable),
  });
  return { weightsSha256: tensorDigest(weights), outOfFold, test };
}
