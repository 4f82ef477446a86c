import type { MetricName, PartialFoldPlan, SettingName } from '@frostline/protocol';
import type { ParameterSpec, Scalar } from './parameter-spec.js';
import type { SamplerName } from './samplers/registry.js';

/** A sweep as its file says it, with defaults filled in. */
export interface SweepFile {
  readonly name: string;
  /** As written: relative to the sweep file. */
  readonly competition: string;
  readonly method: SamplerName;
  /** Undefined: the competition's. */
  readonly metric?: { readonly name: MetricName; readonly goal: 'maximize' } | undefined;
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
