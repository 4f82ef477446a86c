import type { PlannedTrial } from './plan.js';
import { sum } from './sum.js';

/** How many images a competition has. */
export interface ImageCounts {
  /** Labelled images by class. */
  readonly labelled: ReadonlyMap<string, number>;
  /** Labelled images that a run is judged by, on average. */
  readonly validated: number;
  readonly test: number;
}

/** All labelled images together. */
export function labelledCount({ labelled }: Pick<ImageCounts, 'labelled'>): number {
  return sum(labelled.values());
}

/** Images that a run learns from; of folds that differ by one, in the smaller training set. */
export function trainingImages(images: ImageCounts): number {
  return labelledCount(images) - Math.ceil(images.validated);
}

/** Optimizer steps of one epoch of a run: the last incomplete batch is left off unless it is the only one. */
export function stepsPerEpoch({ settings }: Pick<PlannedTrial, 'settings'>, images: ImageCounts): number {
  const { batch_size: batch, accumulate } = settings;
  return Math.max(1, Math.floor(trainingImages(images) / (batch * accumulate)));
}
