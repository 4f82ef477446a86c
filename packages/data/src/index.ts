export { metrics, scoreAll } from './metrics/index.js';
export { loadOwnMetric } from './metrics/own-metric.js';
export { classReport, type ClassReport, type ClassScores } from './metrics/class-report.js';
export { argmaxRows, type Metric, type ScoredPredictions } from './metrics/metric.js';
export {
  checkClasses,
  meanPredictions,
  poolPredictions,
  readPredictions,
  writePredictions,
  type Predictions,
} from './predictions.js';
export { augment, type Augmentation, type NoiseKeys } from './augment.js';
export { classWeights } from './class-weights.js';
export type { Competition, Sample } from './competition.js';
export { competitionFile, competitionJsonSchema, type CompetitionFile } from './competition-file.js';
export { BadImageError, decodeImage, type RgbImage } from './decode-image.js';
export { batchCount, batches, epochOrder, type Batch } from './epoch-order.js';
export { epochSamplers } from './samplers/index.js';
export type { EpochDraw, EpochSampler } from './samplers/sampler.js';
export { assignFolds, tornGroup } from './folds/assign-folds.js';
export { completeFoldPlan, type FoldData, type WrittenFolds } from './folds/complete-plan.js';
export { stratifyLabelSets } from './folds/multilabel-stratified.js';
export { loadCompetition } from './load-competition.js';
export { openPack, type PackOptions } from './open-pack.js';
export type { Pack, Quarantined } from './pack.js';
export type { FilterName } from './resample-filters.js';
export { resize } from './resize.js';
export { safeCsv, type CsvCell } from './safe-csv.js';
export { hasSolution, readSolution } from './solution.js';
export {
  readSampleSubmission,
  writeSubmission,
  type SampleSubmission,
  type Submission,
} from './submission.js';
export { thumbnail } from './thumbnail.js';
export { initCompetition, type InitOptions, type InitReport } from './init/init-competition.js';
export { labelSource, type LabelSource } from './target.js';
