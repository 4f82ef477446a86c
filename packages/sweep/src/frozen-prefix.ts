import type { BackboneEntry, Catalog, TrialSettings } from '@frostline/protocol';
import { labelledCount, type ImageCounts } from './image-counts.js';
import { trialPhases, type TrialPhase } from './trial-phases.js';

/** A pass of images through a trial's frozen prefix, which every trial with an equal key shares. */
export interface PrefixPass {
  readonly key: string;
  /** Length of the prefix. */
  readonly stages: number;
  readonly images: number;
}

/**
 * What a trial's frozen prefixes have to see: the clean view of all images, and of the labelled ones each augmented view
 * that the epochs of the prefix come to; of the test images only in the phase that predicts them, which is the last, or
 * any where the best epoch counts. Empty where nothing is frozen.
 */
export function prefixPasses(
  settings: TrialSettings,
  backbone: BackboneEntry,
  catalog: Catalog,
  images: ImageCounts,
): PrefixPass[] {
  const { image_size, flip, pad_crop, select } = settings;
  const weights = settings.weights === 'auto' ? backbone.weights?.name : settings.weights;
  const labelled = labelledCount(images);
  const augmented = flip || pad_crop > 0;
  const phases = trialPhases(settings, backbone, catalog);
  return phases.flatMap((phase, index) => {
    const stages = phase.frozenStages;
    if (stages === 0) return [];
    const pass = (split: string, view: unknown, count: number): PrefixPass => ({
      key: JSON.stringify([backbone.name, weights, settings.normalization, stages, image_size, split, view]),
      stages,
      images: count,
    });
    const predicts = select === 'best' || index === phases.length - 1;
    return [
      pass('train', 'clean', labelled),
      ...(predicts ? [pass('test', 'clean', images.test)] : []),
      ...(augmented ? viewsOf(phase, settings) : []).map((view) =>
        pass('train', [view, flip, pad_crop], labelled),
      ),
    ];
  });
}

/** The augmented views that the epochs of a phase see, each once. */
function viewsOf({ firstEpoch, epochs }: TrialPhase, { views }: TrialSettings): number[] {
  const seen = Math.min(views, epochs);
  return Array.from({ length: seen }, (_, index) => (firstEpoch + index) % views);
}
