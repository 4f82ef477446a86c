import { plural } from '@frostline/base';
import type { Catalog } from '@frostline/protocol';
import { backboneOf } from './backbone-of.js';
import { whyNoDropout } from './effective-settings.js';
import { stepsPerEpoch, trainingImages, type ImageCounts } from './image-counts.js';
import type { Plan, PlannedTrial } from './plan.js';

/** What can be run but is hardly what was meant. */
export interface Warning {
  readonly what: string;
  /** Ids of the trials that it is about; none where it is about the competition. */
  readonly trials: readonly string[];
}

/** Looks for what a person would want to know before a plan is run. */
export function warningsOf(plan: Plan, catalog: Catalog, images: ImageCounts): Warning[] {
  const trials = new Map<string, string[]>();
  for (const trial of plan.trials)
    for (const what of warnings(trial, catalog, images))
      trials.set(what, [...(trials.get(what) ?? []), trial.id]);
  return [...trials].map(([what, ids]) => ({ what, trials: ids }));
}

function* warnings(trial: PlannedTrial, catalog: Catalog, images: ImageCounts): Generator<string> {
  const { settings, runs } = trial;
  const dropout = whyNoDropout(settings, backboneOf(settings, catalog));
  if (dropout !== undefined) yield dropout;
  if (stepsPerEpoch(trial, images) === 1)
    yield `one step per epoch: batch_size is ${settings.batch_size}, and a fold trains on ${plural(trainingImages(trial, images), 'image')}`;
  const scarce = [...images.labelled].filter(([, count]) => count < runs.length);
  if (scarce.length > 0)
    yield `with ${runs.length} folds some hold no image of ${scarce.map(([name, count]) => `${name} (${count})`).join(', ')}`;
}
