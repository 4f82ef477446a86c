import { backboneOf } from './backbone-of.js';
import type { Catalog, TrialSettings } from '@frostline/protocol';
import { estimateCost } from './cost.js';
import { estimateDisk } from './disk.js';
import { replacedHeads, type ReplacedHead } from './heads.js';
import { stepsPerEpoch, type ImageCounts } from './image-counts.js';
import type { DuplicateCell, InvalidCell, Plan } from './plan.js';
import { warningsOf, type Warning } from './warnings.js';
import type { WeightsFiles } from './weights.js';

/** A cell that would run. */
export interface DryRunCell {
  readonly id: string;
  readonly settings: TrialSettings;
  /** Optimizer steps of one epoch of one run, and of the whole run. */
  readonly stepsPerEpoch: number;
  readonly steps: number;
  /** Multiply-accumulates of all its runs, without the frozen prefix, which trials share. */
  readonly macs: number;
}

/** What `launch --dry-run` shows, as plain data: it survives JSON. */
export interface DryRun {
  readonly trials: number;
  readonly runs: number;
  /** In plan order. */
  readonly cells: readonly DryRunCell[];
  readonly cost: { readonly macs: number; readonly prefixMacs: number };
  /** See `Disk`. */
  readonly disk: {
    readonly packBytes: number;
    readonly featureBytes: number;
    readonly resultBytes: number;
    readonly checkpointBytes: number;
  };
  readonly invalid: readonly InvalidCell[];
  readonly duplicates: readonly DuplicateCell[];
  readonly warnings: readonly Warning[];
  readonly leftOff: number;
  readonly replacedHeads: readonly ReplacedHead[];
  /** What models in files give, one line for each. */
  readonly models: readonly string[];
}

/**
 * Sums up a plan before anything starts.
 *
 * @param workers how many runs may go on at once
 * @param files see `PlanIdentity`
 */
export function dryRun(
  plan: Plan,
  catalog: Catalog,
  images: ImageCounts,
  workers: number,
  files: WeightsFiles,
): DryRun {
  const cost = estimateCost(plan, catalog, images);
  const disk = estimateDisk(plan, catalog, images, workers);
  return {
    trials: plan.trials.length,
    runs: plan.trials.reduce((count, { runs }) => count + runs.length, 0),
    cells: plan.trials.map((trial) => {
      const { id, settings } = trial;
      const perEpoch = stepsPerEpoch(trial, images);
      const steps = perEpoch * settings.epochs;
      return { id, settings, stepsPerEpoch: perEpoch, steps, macs: cost.trials.get(id) ?? 0 };
    }),
    cost: { macs: cost.total, prefixMacs: cost.prefixes },
    disk: {
      packBytes: disk.packs,
      featureBytes: disk.features,
      resultBytes: disk.results,
      checkpointBytes: disk.checkpoints,
    },
    invalid: plan.invalid,
    duplicates: plan.duplicates,
    warnings: warningsOf(plan, catalog, images),
    leftOff: plan.leftOff,
    replacedHeads: replacedHeads(plan, files),
    models: modelsUsed(plan, catalog),
  };
}

function modelsUsed({ trials }: Plan, catalog: Catalog): string[] {
  const entries = trials.map(({ settings }) => backboneOf(settings, catalog));
  return [...new Set(entries.flatMap(({ onnx }) => onnx?.summary ?? []))];
}
