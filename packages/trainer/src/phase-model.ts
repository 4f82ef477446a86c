import type { HostRecord } from '@frostline/engine';
import type { Backbone, FreezeState } from '@frostline/model';
import type { Normalization } from '@frostline/protocol';
import type { OnnxPrefix } from './onnx-models.js';
import type { ParameterGroup } from './parameter-groups.js';

/** A trial's net during one phase of its freeze schedule, cut at the frost line: what stays as it is, and what trains. */
export interface PhaseModel {
  /** For names of programs: backbone and freeze strategy. */
  readonly description: string;
  readonly backboneName: string;
  /** Plain data that decides how the cut net computes, for the cache of compiled steps. */
  readonly identity: unknown;
  /** The same of how it trains: numbers that a step is given from outside are no part of it. */
  readonly trainingIdentity: unknown;
  /** In the phase's freeze state for good: a step that an eager engine keeps runs it again and again. */
  readonly backbone: Backbone;
  readonly freeze: FreezeState;
  readonly normalization: Normalization;
  /** The model in a file that stands for the frozen stages; absent where they are the net's own. */
  readonly onnx?: OnnxPrefix | undefined;
  /** Counted from 0. */
  readonly firstEpoch: number;
  /** Whether moments begin at zero with this phase, even of parameters that trained before it. */
  readonly restarts: boolean;
  /** The epochs over which the schedule of the rate goes: from the last restart to the next, or the end. */
  readonly schedule: { readonly firstEpoch: number; readonly epochs: number };
  /** Parameters and buffers of the frozen stages, which have never changed. */
  readonly prefix: HostRecord;
  /** Those of the other stages and the head, with their values before any training. */
  readonly tail: HostRecord;
  /** The parameters that train. */
  readonly groups: readonly ParameterGroup[];
  /** Factor on the head's learning rate. */
  readonly headRateScale: number;
}

/** Number of values of a group's parameters: the length of its moments. */
export const groupSize = (
  { tail }: Pick<PhaseModel, 'tail'>,
  { keys }: Pick<ParameterGroup, 'keys'>,
): number => keys.reduce((sum, key) => sum + (tail[key]?.data.length ?? 0), 0);

/** The keys of all parameters that train, group by group. */
export const groupsKeys = (groups: readonly Pick<ParameterGroup, 'keys'>[]): string[] =>
  groups.flatMap(({ keys }) => keys);
