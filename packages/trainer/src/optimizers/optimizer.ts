import type { Tensor } from '@frostline/engine';
import type { TrialSettings } from '@frostline/protocol';

/** One parameter at one step, inside a traced program. */
export interface ParameterUpdate {
  readonly parameter: Tensor;
  readonly gradient: Tensor;
  /** The parameter's own running values, by the names in `moments`; all zero before the first step. */
  readonly moments: Readonly<Record<string, Tensor>>;
  /** The numbers of `scalars`, already on the device. */
  readonly scalars: Readonly<Record<string, Tensor>>;
}

export interface UpdatedParameter {
  readonly parameter: Tensor;
  readonly moments: Readonly<Record<string, Tensor>>;
}

/** An update rule. Add one: a file beside this, a line in `index.ts`, a golden from torch. */
export interface Optimizer {
  readonly name: string;
  readonly moments: readonly string[];
  /**
   * The numbers that a step is given from outside, so that trials which differ in them share one compiled program.
   *
   * @param step 1 for the first update
   */
  readonly scalars: (settings: TrialSettings, rate: number, step: number) => Readonly<Record<string, number>>;
  readonly update: (inputs: ParameterUpdate) => UpdatedParameter;
}
