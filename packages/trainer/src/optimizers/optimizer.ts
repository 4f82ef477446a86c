import type { Tensor } from '@frostline/engine';
import type { TrialSettings } from '@frostline/protocol';

/** A group of parameters at one step, one after another as one vector, inside a traced program. */
export interface ParameterUpdate {
  readonly parameter: Tensor;
  /** How many values of the vector each parameter has, for rules that treat them one by one. */
  readonly sizes: readonly number[];
  readonly gradient: Tensor;
  /** The parameters' own running values, by the names in `moments`; all zero before the first step. */
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
  /** To which norm all gradients together are clipped where no setting says so; absent for none. */
  readonly clipNorm?: number;
  /**
   * The numbers that a step is given from outside, so that trials which differ in them share one compiled program.
   *
   * @param step 1 for the first update
   */
  readonly scalars: (settings: TrialSettings, rate: number, step: number) => Readonly<Record<string, number>>;
  readonly update: (inputs: ParameterUpdate) => UpdatedParameter;
}
