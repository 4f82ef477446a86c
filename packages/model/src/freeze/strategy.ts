import type { StrategyEntry } from '@frostline/protocol/freeze';
import type { StageFacts } from '../backbones/facts.js';

/** What a strategy needs to know of a backbone: its stages in order, the head last. */
export interface FreezeFacts {
  readonly name: string;
  readonly stages: readonly Pick<StageFacts, 'name' | 'parameterKeys'>[];
}

export interface FreezeSettings {
  /** Length of the training. */
  readonly epochs: number;
  /** How BatchNorm normalises in stages that are not frozen; default `train`. */
  readonly bn?: 'train' | 'eval';
}

/** What is frozen during some epochs. */
export interface FreezeState {
  /** Length of the frozen prefix of stages: its output is a pure function of its weights and the image. */
  readonly frozenStages: number;
  /** Stages in which BatchNorm uses its running statistics and leaves them alone; holds all frozen ones. */
  readonly evalStages: ReadonlySet<number>;
  /** Whether the parameter with this state-dict key is updated. */
  trains(key: string): boolean;
  /** Factor on the learning rate of a parameter that trains. */
  rateScale(key: string): number;
}

export interface FreezePhase {
  /** Counted from 0. */
  readonly firstEpoch: number;
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
  /** The state at an epoch. */
  at(epoch: number): FreezeState;
}

/**
 * A way to freeze: pure data and a pure function. Every strategy passes the contract in `strategies.test.ts`:
 * the head always trains, a frozen stage trains nothing and is in `evalStages`, every key belongs to one stage.
 */
export interface FreezeStrategy extends StrategyEntry {
  /** Where it comes from, or null. */
  readonly paper: string | null;
  /** @param stage index of the stage that the argument names, where the strategy takes one; else 0 */
  phases(facts: FreezeFacts, stage: number, settings: FreezeSettings): readonly FreezePhase[];
}
