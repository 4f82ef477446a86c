import { InputError } from '@frostline/base';
import type { Freeze } from './parse-freeze.js';

/** Which parameters of a stage train. */
export type StageTraining = 'all' | 'norms' | 'biases' | 'none';

/** What trains during some epochs; the head always does. */
export interface PlannedPhase {
  /** Counted from 0. */
  readonly firstEpoch: number;
  /** By stage; the head is not among them. */
  readonly trains: readonly StageTraining[];
  /** Length of the frozen prefix: stages before the first in which something trains. */
  readonly frozenStages: number;
  /** Whether the schedule of the rate and the optimizer's moments begin anew. */
  readonly restarts: boolean;
}

/** How many values each stage has of what a strategy may train; the head is not among the stages. */
export interface StageParameters {
  readonly stages: readonly string[];
  /** All of them; those of the head may follow. */
  readonly parameters: readonly number[];
  /** Scales and shifts of normalisation layers. */
  readonly norms: readonly number[];
  readonly biases: readonly number[];
}

/**
 * What a freeze setting trains when, in order; the first phase begins at epoch 0. A stage without parameters of the kind
 * that trains is frozen, so that a prefix is as long as it can be; once thawed, a stage never joins the prefix again.
 *
 * @throws InputError `bad-freeze` when the epochs end before the strategy's second part begins
 */
export function freezePhases(freeze: Freeze, backbone: StageParameters, epochs: number): PlannedPhase[] {
  const { strategy, stage = 0, value = epochs } = freeze;
  const count = backbone.stages.length;
  const phase = (training: (index: number) => StageTraining, firstEpoch = 0): PlannedPhase => {
    const trains = Array.from({ length: count }, (_, index) => available(training(index), index, backbone));
    const first = trains.findIndex((which) => which !== 'none');
    return { firstEpoch, trains, frozenStages: first < 0 ? count : first, restarts: false };
  };
  switch (strategy.trains) {
    case 'all':
      return [phase(() => 'all')];
    case 'none':
      return [phase(() => 'none')];
    case 'behind':
      return [phase((index) => (index > stage ? 'all' : 'none'))];
    case 'stage':
      return [phase((index) => (index === stage ? 'all' : 'none'))];
    case 'norms':
      return [phase(() => 'norms')];
    case 'biases':
      return [phase(() => 'biases')];
    case 'none-then-all':
      if (value >= epochs)
        throw new InputError('bad-freeze', `${strategy.name}:${value} leaves no epoch to train everything`, {
          found: epochs,
          allowed: `more than ${value} epochs`,
          fix: 'raise epochs, or lower the number behind the colon',
        });
      return [phase(() => 'none'), { ...phase(() => 'all', value), restarts: true }];
    case 'one-more': {
      const learning = backbone.stages.flatMap((_, index) => (backbone.parameters[index] ? [index] : []));
      return [count, ...learning.reverse()]
        .map((lowest, step) => phase((index) => (index >= lowest ? 'all' : 'none'), step * value))
        .filter(({ firstEpoch }) => firstEpoch < epochs);
    }
  }
}

function available(which: StageTraining, index: number, backbone: StageParameters): StageTraining {
  const { parameters, norms, biases } = backbone;
  const values = { all: parameters, norms, biases, none: [] }[which];
  return values[index] ? which : 'none';
}
