import type { Plan } from './plan.js';
import { fileOf, type WeightsFiles } from './weights.js';

/** Weights whose head gives way to a new one: their classes are others than the competition's. */
export interface ReplacedHead {
  /** A tag or a path. */
  readonly weights: string;
  /** Number of classes of the head that they came with; null when that is not known. */
  readonly classes: number | null;
  readonly licence: string | null;
  /** Number of trials that begin with them. */
  readonly trials: number;
}

/** What a plan's trials begin with of the weights that its sweep names, in order of their first use. */
export function replacedHeads({ trials }: Plan, files: WeightsFiles): ReplacedHead[] {
  const heads = new Map<string, ReplacedHead>();
  for (const { settings, weightsHash } of trials) {
    const { weights } = settings;
    const file = fileOf(weights, files);
    if (weightsHash === undefined || file === undefined || 'problem' in file) continue;
    const { classes, licence } = file;
    heads.set(weights, { weights, classes, licence, trials: (heads.get(weights)?.trials ?? 0) + 1 });
  }
  return [...heads.values()];
}
