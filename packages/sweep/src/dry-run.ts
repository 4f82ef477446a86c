import type { Catalog, TrialSettings } from '@frostline/protocol';
import { estimateCost, type ImageCounts } from './cost.js';
import type { DuplicateCell, InvalidCell, Plan } from './plan.js';

/** What `launch --dry-run` shows, as plain data: it survives JSON. */
export interface DryRun {
  readonly trials: number;
  readonly runs: number;
  /** In plan order; `macs` without the frozen prefix, which trials share. */
  readonly cells: readonly { readonly id: string; readonly settings: TrialSettings; readonly macs: number }[];
  readonly cost: { readonly macs: number; readonly prefixMacs: number };
  readonly disk: { readonly packBytes: number; readonly checkpointBytes: number };
  readonly invalid: readonly InvalidCell[];
  readonly duplicates: readonly DuplicateCell[];
  readonly leftOff: number;
}

/** Sums up a plan before anything starts. */
export function dryRun(plan: Plan, catalog: Catalog, images: ImageCounts): DryRun {
  const cost = estimateCost(plan, catalog, images);
  return {
    trials: plan.trials.length,
    runs: plan.trials.reduce((count, { runs }) => count + runs.length, 0),
    cells: plan.trials.map(({ id, settings }) => ({ id, settings, macs: cost.trials.get(id) ?? 0 })),
    cost: { macs: cost.total, prefixMacs: cost.prefixes },
    disk: { packBytes: cost.packBytes, checkpointBytes: cost.checkpointBytes },
    invalid: plan.invalid,
    duplicates: plan.duplicates,
    leftOff: plan.leftOff,
  };
}
