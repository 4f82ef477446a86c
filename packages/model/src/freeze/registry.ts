import { InputError } from '@frostline/base';
import { parseFreeze, type freezeStrategies } from '@frostline/protocol/freeze';
import { full } from './full.js';
import { head } from './head.js';
import { scratch } from './scratch.js';
import type { FreezeFacts, FreezeSchedule, FreezeSettings, FreezeStrategy } from './strategy.js';
import { until } from './until.js';

/** One for every entry that the protocol package lists: the compiler sees to it. */
const strategyByName = { scratch, full, head, until } satisfies Record<
  keyof typeof freezeStrategies,
  FreezeStrategy
>;
const strategies: readonly FreezeStrategy[] = Object.values(strategyByName);

/** A strategy as plain data, for schemas, help texts and planning without tensors. */
export type StrategyFacts = Omit<FreezeStrategy, 'phases'>;

/** Every strategy, in the order in which they are shown. */
export const strategyCatalog: readonly StrategyFacts[] = strategies.map(
  ({ name, syntax, summary, paper, argument, freezes, pretrained }) => ({
    name,
    syntax,
    summary,
    paper,
    argument,
    freezes,
    pretrained,
  }),
);

/**
 * What a freeze setting such as `head` or `until:stage3` does to a backbone, epoch by epoch.
 *
 * @throws InputError `bad-freeze` for an unknown strategy or a wrong argument, with what is allowed
 */
export function freezeSchedule(text: string, facts: FreezeFacts, settings: FreezeSettings): FreezeSchedule {
  const stages = facts.stages.slice(0, -1).map(({ name }) => name);
  const { strategy, stage } = parseFreeze(text, { name: facts.name, stages }, strategies);
  const phases = strategy.phases(facts, stage ?? 0, settings);
  return {
    text,
    pretrained: strategy.pretrained,
    phases,
    at: (epoch) => stateAt(phases, epoch),
  };
}

function stateAt(phases: FreezeSchedule['phases'], epoch: number) {
  const phase = phases.findLast(({ firstEpoch }) => firstEpoch <= epoch);
  if (phase === undefined)
    throw new InputError('epoch', 'epochs are counted from 0', { found: epoch, allowed: '0 or more' });
  return phase.state;
}
