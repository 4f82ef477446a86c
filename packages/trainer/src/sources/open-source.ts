import type { FitJob, FitTools } from '../fit-job.js';
import type { PhaseModel } from '../phase-model.js';
import type { BatchSource } from './batch-source.js';
import { FeatureSource } from './feature-source.js';
import { PixelSource } from './pixel-source.js';

/** Features where a prefix is frozen, pixels where everything trains. */
export async function openSource({
  model,
  job,
  tools,
}: {
  model: PhaseModel;
  job: FitJob;
  tools: FitTools;
}): Promise<BatchSource> {
  const packs = { train: job.train.pack, test: job.test.pack };
  const { settings } = job;
  if (model.freeze.frozenStages === 0) return new PixelSource(packs, settings, model.normalization);
  const { cache, features: store, alive = () => undefined } = tools;
  const batchParts = job.parts ?? 1;
  return FeatureSource.open({ model, packs, settings, cache, store, alive, batchParts });
}
