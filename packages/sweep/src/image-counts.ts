import type { PlannedTrial } from './plan.js';
import { sum } from './sum.js';

/** How many images a competition has. */
export interface ImageCounts {
  /** Labelled images by class. */
  readonly labelled: ReadonlyMap<string, number>;
  readonly test: number;
}

/** All labelled images together. */
export function labelledCount({ labelled }: Pick<ImageCounts, 'labelled'>): number {
  return sum(labelled.values());
}

/** Images that a run learns from; of folds that differ by one, in the smaller training set. */
export function trainingImages({ runs }: Pick<PlannedTrial, 'runs'>, images: ImageCounts): number {
  const labelled = labelledCount(images);
  return labelled - Math.ceil(labelled / runs.length);
}

/** Optimizer steps of one epoch of a run: the last incomplete batch is left off unless it is the only one. */
export function stepsPerEpoch(trial: Pick<PlannedTrial, 'runs' | 'settings'>, images: ImageCounts): number {
  return Math.max(1, Math.floor(trainingImages(trial, images) / trial.settings.batch_size));
}
