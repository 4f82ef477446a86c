import { plural } from '@frostline/base';
import type { Catalog, TrialSettings } from '@frostline/protocol';
import { parseFreeze } from '@frostline/protocol/freeze';
import { backboneOf } from './backbone-of.js';
import { whyNoDropout } from './effective-settings.js';
import { stepsPerEpoch, trainingImages, type ImageCounts } from './image-counts.js';
import type { Plan, PlannedTrial } from './plan.js';
import { trialPhases } from './trial-phases.js';

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
  const backbone = backboneOf(settings, catalog);
  const { onnx } = backbone;
  if (onnx !== undefined) yield `what ${onnx.shortName} costs is not known, and not counted`;
  if (onnx?.trainedSize && onnx.trainedSize !== settings.image_size)
    yield `${onnx.shortName} was trained on images of ${onnx.trainedSize}, image_size is ${settings.image_size}`;
  const dropout = whyNoDropout(settings, backbone);
  if (dropout !== undefined) yield dropout;
  const frozen = neverThawed(settings, catalog);
  if (frozen !== undefined) yield frozen;
  if (stepsPerEpoch(trial, images) === 1)
    yield `one step per epoch: ${batchOf(settings)}, and a fold trains on ${plural(trainingImages(images), 'image')}`;
  const scarce = [...images.labelled].filter(([, count]) => count < runs.length);
  if (scarce.length > 0)
    yield `with ${runs.length} folds some hold no image of ${scarce.map(([name, count]) => `${name} (${count})`).join(', ')}`;
}

const batchOf = ({ batch_size: size, accumulate }: TrialSettings): string =>
  accumulate === 1 ? `batch_size is ${size}` : `batch_size times accumulate is ${size * accumulate}`;

/** What a strategy that thaws stage by stage does not come to; undefined where it comes to all. */
function neverThawed(settings: TrialSettings, catalog: Catalog): string | undefined {
  const backbone = backboneOf(settings, catalog);
  const { strategy, value = 1 } = parseFreeze(settings.freeze, backbone, catalog.strategies);
  const left = trialPhases(settings, backbone, catalog).at(-1)?.frozenStages ?? 0;
  const learning = backbone.stages.filter((_, index) => backbone.parameters[index]);
  const frozen = learning.filter((name) => backbone.stages.indexOf(name) < left);
  if (strategy.trains !== 'one-more' || frozen.length === 0) return undefined;
  return `${settings.freeze} leaves ${frozen.join(', ')} of ${backbone.name} frozen: to thaw every stage takes more than ${learning.length * value} epochs`;
}
