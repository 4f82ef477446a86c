import {
  KEPT_CHECKPOINTS,
  type BackboneEntry,
  type Catalog,
  type StageOutput,
  type TrialSettings,
} from '@frostline/protocol';
import { backboneOf } from './backbone-of.js';
import { prefixPasses } from './frozen-prefix.js';
import { labelledCount, type ImageCounts } from './image-counts.js';
import type { Plan } from './plan.js';
import { sum } from './sum.js';
import { trialPhases, type TrialPhase } from './trial-phases.js';

/** Bytes that a plan takes in a state folder that holds nothing yet, without the ledger and the logs. */
export interface Disk {
  /** Decoded images, once per size. */
  readonly packs: number;
  /** Outputs of the frozen prefixes, each view once however many trials share it. */
  readonly features: number;
  /** Weights and predictions of every run. */
  readonly results: number;
  /** Checkpoints at their most: a finished run has none, so those of the largest runs that may go on at once. */
  readonly checkpoints: number;
}

const BYTES_PER_VALUE = 4;
/** A float32 in decimal, as prediction tables have it, with its comma. */
const BYTES_PER_PROBABILITY = 12;
const BYTES_PER_ID = 8;
/** Values that an optimizer keeps for each that it trains. */
const MOMENTS = {
  sgd: 1,
  adam: 2,
  adamw: 2,
  rmsprop: 2,
  lion: 1,
  lamb: 2,
} as const satisfies Record<TrialSettings['optimizer'], number>;

/**
 * Estimates the disk of a plan from what is written: packs, features, checkpoints, weights, predictions.
 *
 * @param workers how many runs may go on at once
 */
export function estimateDisk(plan: Plan, catalog: Catalog, images: ImageCounts, workers: number): Disk {
  const labelled = labelledCount(images);
  const classes = images.labelled.size;
  const sizes = new Set<number>();
  const features = new Map<string, number>();
  const checkpoints: number[] = [];
  let results = 0;
  for (const { settings, runs } of plan.trials) {
    const backbone = backboneOf(settings, catalog);
    sizes.add(settings.image_size);
    for (const pass of prefixPasses(settings, backbone, catalog, images))
      features.set(pass.key, bytesPerImage(backbone.outputs[pass.stages - 1], settings) * pass.images);
    const rows = labelled + runs.length * images.test;
    results +=
      runs.length * BYTES_PER_VALUE * storedValues(backbone, 0, classes) +
      rows * (BYTES_PER_ID + classes * BYTES_PER_PROBABILITY);
    const checkpoint = Math.max(
      ...trialPhases(settings, backbone, catalog).map((phase) =>
        checkpointBytes(settings, backbone, phase, classes),
      ),
    );
    checkpoints.push(...runs.map(() => checkpoint));
  }
  const largest = checkpoints.sort((a, b) => b - a).slice(0, workers);
  return {
    packs: sum([...sizes].map((size) => size ** 2 * 3)) * (labelled + images.test),
    features: sum(features.values()),
    results,
    // Those that are kept, and the next while it is written.
    checkpoints: (KEPT_CHECKPOINTS + 1) * sum(largest),
  };
}

function bytesPerImage(output: StageOutput | undefined, { image_size }: TrialSettings): number {
  if (output === undefined) return 0;
  const edge = Math.max(1, Math.ceil(output.scale * image_size + output.offset));
  return output.channels * edge ** 2 * BYTES_PER_VALUE;
}

/** One checkpoint: the tail's values, its moments, and beside them averages and the best epoch's values where there are such. */
function checkpointBytes(
  { optimizer, select, ema_decay: decay }: TrialSettings,
  backbone: BackboneEntry,
  { frozenStages, trains }: TrialPhase,
  classes: number,
): number {
  const stored = storedValues(backbone, frozenStages, classes);
  const moments = MOMENTS[optimizer] * (trainedValues(backbone, trains) + headValues(backbone, classes));
  return BYTES_PER_VALUE * (stored * (1 + Number(select === 'best') + Number(decay > 0)) + moments);
}

/** Values of the stages from `from` on and of the head, buffers among them. */
function storedValues(backbone: BackboneEntry, from: number, classes: number): number {
  const { parameters, stages, buffers } = backbone;
  return (
    sum(parameters.slice(from, stages.length)) + headValues(backbone, classes) + sum(buffers.slice(from))
  );
}

/** Values of the stages before the head that an optimizer updates. */
function trainedValues({ parameters, norms, biases }: BackboneEntry, trains: TrialPhase['trains']): number {
  const values = { all: parameters, norms, biases, none: [] };
  return sum(trains.map((which, stage) => values[which][stage] ?? 0));
}

function headValues({ parameters, stages }: BackboneEntry, classes: number): number {
  return (parameters[stages.length] ?? 0) * classes;
}
