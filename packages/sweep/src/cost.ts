import { InternalError } from '@frostline/base';
import { parseFreeze, type BackboneEntry, type Catalog, type TrialSettings } from '@frostline/protocol';
import type { Plan, PlannedTrial } from './plan.js';

/** How many images a competition has. */
export interface ImageCounts {
  readonly labelled: number;
  readonly test: number;
}

/** What a plan takes, estimated from the shapes of the nets: for comparing cells, not for promising minutes. */
export interface Cost {
  /** Multiply-accumulates of what each trial trains, by trial id; shared prefixes are not among them. */
  readonly trials: ReadonlyMap<string, number>;
  /** Multiply-accumulates of the frozen prefixes, each counted once however many trials share it. */
  readonly prefixes: number;
  readonly total: number;
  /** Bytes of the packs of decoded pixels. */
  readonly packBytes: number;
  /** Bytes of one checkpoint per run. */
  readonly checkpointBytes: number;
}

/** Forward, gradient by input, gradient by weight. */
const TRAINING_FACTOR = 3;
const BYTES_PER_FLOAT = 4;

/**
 * Estimates work and disk of a plan: stage costs at 224×224 scaled by area. What trains costs three forwards per image
 * and epoch, and one per validation image and epoch; a frozen prefix runs once per image and view.
 */
export function estimateCost(plan: Plan, catalog: Catalog, images: ImageCounts): Cost {
  const trials = new Map<string, number>();
  const prefixes = new Map<string, number>();
  const sizes = new Set<number>();
  let checkpointBytes = 0;
  for (const trial of plan.trials) {
    const { settings } = trial;
    const backbone = backboneOf(settings, catalog);
    const { frozenStages } = parseFreeze(settings.freeze, backbone, catalog.strategies);
    const scale = (settings.image_size / 224) ** 2;
    const [frozen, trained] = [backbone.macs.slice(0, frozenStages), backbone.macs.slice(frozenStages)].map(
      (macs) => scale * macs.reduce((sum, value) => sum + value, 0),
    ) as [number, number];
    trials.set(trial.id, trained * forwardsOf(trial, images));
    if (frozenStages > 0) {
      const key = prefixKey(settings, frozenStages);
      const work = frozen * prefixForwards(settings, images);
      prefixes.set(key, Math.max(prefixes.get(key) ?? 0, work));
    }
    sizes.add(settings.image_size);
    const copies = settings.optimizer === 'adamw' ? 3 : 2;
    checkpointBytes += backbone.parameters * BYTES_PER_FLOAT * copies * trial.runs.length;
  }
  const shared = sum(prefixes.values());
  const pixels = sum([...sizes].map((size) => size ** 2 * 3));
  return {
    trials,
    prefixes: shared,
    total: shared + sum(trials.values()),
    packBytes: pixels * (images.labelled + images.test),
    checkpointBytes,
  };
}

/** Forward passes that a trial's trained part costs, over all its folds. */
function forwardsOf({ settings, runs }: PlannedTrial, { labelled, test }: ImageCounts): number {
  const folds = runs.length;
  const validation = labelled / folds;
  const perEpoch = TRAINING_FACTOR * (labelled - validation) + validation;
  return folds * (settings.epochs * perEpoch + test);
}

/** Forward passes of a frozen prefix: every view of the labelled images, and the clean view of all. */
function prefixForwards(settings: TrialSettings, { labelled, test }: ImageCounts): number {
  const augmented = settings.flip || settings.pad_crop > 0;
  const views = augmented ? Math.min(settings.views, settings.epochs) : 0;
  return labelled * (views + 1) + test;
}

function prefixKey(settings: TrialSettings, frozenStages: number): string {
  const { backbone, weights, image_size, flip, pad_crop } = settings;
  return JSON.stringify([backbone, weights, frozenStages, image_size, flip, pad_crop]);
}

function backboneOf(settings: TrialSettings, catalog: Catalog): BackboneEntry {
  const backbone = catalog.backbones.find(({ name }) => name === settings.backbone);
  if (backbone === undefined) throw new InternalError(`a planned trial has no backbone ${settings.backbone}`);
  return backbone;
}

function sum(values: Iterable<number>): number {
  let total = 0;
  for (const value of values) total += value;
  return total;
}
