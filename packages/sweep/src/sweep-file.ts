import type { Goal, PartialFoldPlan, SettingName } from '@frostline/protocol';
import type { ParameterSpec, Scalar } from './parameter-spec.js';
import type { SamplerName } from './samplers/registry.js';

/** What ranks trials, as a sweep file names it. */
export interface SweepMetric {
  /** A word, or a module relative to the sweep file. */
  readonly name: string;
  /** Which way is better, said once more; undefined where it is left to the metric. */
  readonly goal?: Goal | undefined;
}

/** A sweep as its file says it, with defaults filled in. */
export interface SweepFile {
  readonly name: string;
  /** As written: relative to the sweep file. */
  readonly competition: string;
  readonly method: SamplerName;
  /** Undefined: the competition's. */
  readonly metric?: SweepMetric | undefined;
  /** What is not said is the competition's. */
  readonly folds?: PartialFoldPlan | undefined;
  readonly seeds: readonly number[];
  /** Settings that all trials share. */
  readonly trial: Readonly<Partial<Record<SettingName, Scalar | undefined>>>;
  readonly parameters: Readonly<Partial<Record<SettingName, ParameterSpec | undefined>>>;
  readonly run_cap?: number | undefined;
  /** Longest time that one owner trains. */
  readonly hours?: number | undefined;
  readonly sample_seed: number;
}
