import type { Catalog } from '@frostline/protocol';
import { parseFreeze } from '@frostline/protocol/freeze';
import { backboneOf } from './backbone-of.js';
import { prefixPasses } from './frozen-prefix.js';
import { labelledCount, type ImageCounts } from './image-counts.js';
import type { Plan, PlannedTrial } from './plan.js';
import { sum } from './sum.js';

/** The work of a plan, estimated from the shapes of the nets: for comparing cells, not for promising minutes. */
export interface Cost {
  /** Multiply-accumulates of what each trial trains, by trial id; shared prefixes are not among them. */
  readonly trials: ReadonlyMap<string, number>;
  /** Multiply-accumulates of the frozen prefixes, each pass counted once however many trials share it. */
  readonly prefixes: number;
  readonly total: number;
}

/** Forward, gradient by input, gradient by weight. */
const TRAINING_FACTOR = 3;

/**
 * Estimates the work of a plan: stage costs at 224×224 scaled by area. What trains costs three forwards per image and
 * epoch, and one per validation image and epoch; a frozen prefix runs once per image and view.
 */
export function estimateCost(plan: Plan, catalog: Catalog, images: ImageCounts): Cost {
  const trials = new Map<string, number>();
  const prefixes = new Map<string, number>();
  for (const trial of plan.trials) {
    const { settings } = trial;
    const backbone = backboneOf(settings, catalog);
    const { frozenStages } = parseFreeze(settings.freeze, backbone, catalog.strategies);
    const scale = (settings.image_size / 224) ** 2;
    const macs = backbone.macs.map((perImage, stage) =>
      stage === backbone.stages.length ? perImage * images.labelled.size : perImage,
    );
    trials.set(trial.id, scale * sum(macs.slice(frozenStages)) * forwardsOf(trial, images));
    const frozen = scale * sum(macs.slice(0, frozenStages));
    for (const pass of prefixPasses(settings, backbone, catalog, images))
      prefixes.set(pass.key, frozen * pass.images);
  }
  const shared = sum(prefixes.values());
  return { trials, prefixes: shared, total: shared + sum(trials.values()) };
}

/** Forward passes that a trial's trained part costs, over all its folds. */
function forwardsOf({ settings, runs }: PlannedTrial, images: ImageCounts): number {
  const folds = runs.length;
  const labelled = labelledCount(images);
  const validation = labelled / folds;
  const perEpoch = TRAINING_FACTOR * (labelled - validation) + validation;
  return folds * (settings.epochs * perEpoch + images.test);
}
