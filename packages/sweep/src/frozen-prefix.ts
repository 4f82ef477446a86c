import type { BackboneEntry, Catalog, TrialSettings } from '@frostline/protocol';
import { parseFreeze } from '@frostline/protocol/freeze';
import { labelledCount, type ImageCounts } from './image-counts.js';

/** A pass of images through a trial's frozen prefix, which every trial with an equal key shares. */
export interface PrefixPass {
  readonly key: string;
  readonly images: number;
}

/**
 * What a trial's frozen prefix has to see: the clean view of all images, and of the labelled ones each augmented view
 * that its epochs come to. Empty where nothing is frozen.
 */
export function prefixPasses(
  settings: TrialSettings,
  backbone: BackboneEntry,
  { strategies }: Catalog,
  images: ImageCounts,
): PrefixPass[] {
  const { frozenStages } = parseFreeze(settings.freeze, backbone, strategies);
  if (frozenStages === 0) return [];
  const { image_size, flip, pad_crop, epochs } = settings;
  const weights = settings.weights === 'auto' ? backbone.weights?.name : settings.weights;
  const pass = (split: string, view: unknown, count: number): PrefixPass => ({
    key: JSON.stringify([backbone.name, weights, frozenStages, image_size, split, view]),
    images: count,
  });
  const labelled = labelledCount(images);
  const views = flip || pad_crop > 0 ? Math.min(settings.views, epochs) : 0;
  return [
    pass('train', 'clean', labelled),
    pass('test', 'clean', images.test),
    ...Array.from({ length: views }, (_, view) => pass('train', [view, flip, pad_crop], labelled)),
  ];
}
