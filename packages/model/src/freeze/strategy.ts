import type { TrialSettings } from '@frostline/protocol';
import type { Freeze, PlannedPhase, StrategyEntry } from '@frostline/protocol/freeze';
import type { StageFacts } from '../backbones/facts.js';

/** What a strategy needs to know of a backbone: its stages in order, the head last. */
export interface FreezeFacts {
  readonly name: string;
  readonly stages: readonly Pick<StageFacts, 'name' | 'parameterKeys' | 'normKeys' | 'biasKeys' | 'blocks'>[];
}

/** The settings that a strategy goes by; what is absent has the default of a sweep file. */
export type FreezeSettings = Pick<TrialSettings, 'epochs'> & Partial<TrialSettings>;

/** A penalty on a parameter's values: half of `strength` times their squared distance to `towards`. */
export interface Penalty {
  readonly towards: 'pretrained' | 'zero';
  readonly strength: number;
}

/** What is frozen during some epochs. */
export interface FreezeState {
  /** Length of the frozen prefix of stages: its output is a pure function of its weights and the image. */
  readonly frozenStages: number;
  /** Stages in which BatchNorm uses its running statistics and leaves them alone; holds all in which nothing trains. */
  readonly evalStages: ReadonlySet<number>;
  /** Whether the parameter with this state-dict key is updated. */
  trains(key: string): boolean;
  /** Factor on the learning rate of a parameter that trains. */
  rateScale(key: string): number;
  /** What stands in the place of the weight decay of a parameter that trains; null where that applies. */
  penalty(key: string): Penalty | null;
}

export interface FreezePhase {
  /** Counted from 0. */
  readonly firstEpoch: number;
  /** Whether the schedule of the rate and the optimizer's moments begin anew. */
  readonly restarts: boolean;
  readonly state: FreezeState;
}

/** What is frozen when, for one backbone. */
export interface FreezeSchedule {
  /** As it was written: `until:1`. */
  readonly text: string;
  /** Whether training starts from pretrained weights. */
  readonly pretrained: boolean;
  /** In order; the first begins at epoch 0. */
  readonly phases: readonly FreezePhase[];
  /** The state at an epoch. @throws InputError `epoch` for one before the first */
  at(epoch: number): FreezeState;
}

/** What a strategy is asked: a setting for one backbone, and which of its stages train when. */
export interface FreezeQuestion {
  readonly freeze: Freeze;
  readonly planned: readonly PlannedPhase[];
  readonly facts: FreezeFacts;
  readonly settings: TrialSettings;
}

/**
 * A way to freeze: pure data and a pure function. Every strategy passes the contract in `strategies.test.ts`: the head
 * always trains, a stage in which nothing trains is in `evalStages`, one that left the frozen prefix never returns.
 */
export interface FreezeStrategy extends StrategyEntry {
  /** Where it comes from, or null. */
  readonly paper: string | null;
  phases(question: FreezeQuestion): readonly FreezePhase[];
}
