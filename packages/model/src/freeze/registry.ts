import { InputError } from '@frostline/base';
import { full } from './full.js';
import { head } from './head.js';
import { scratch } from './scratch.js';
import { stageIndex } from './stage-index.js';
import type { FreezeFacts, FreezeSchedule, FreezeSettings, FreezeStrategy } from './strategy.js';
import { until } from './until.js';

const strategies: readonly FreezeStrategy[] = [scratch, full, head, until];

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
 * @throws InputError `freeze` for an unknown strategy or a wrong argument, with what is allowed
 */
export function freezeSchedule(text: string, facts: FreezeFacts, settings: FreezeSettings): FreezeSchedule {
  const colon = text.indexOf(':');
  const name = colon < 0 ? text : text.slice(0, colon);
  const written = colon < 0 ? undefined : text.slice(colon + 1);
  const strategy = strategies.find((candidate) => candidate.name === name);
  if (strategy === undefined)
    throw new InputError('freeze', 'no freeze strategy of this name', {
      found: text,
      allowed: strategies.map(({ syntax }) => syntax),
    });
  const phases = strategy.phases(facts, argumentOf(strategy, text, written, facts), settings);
  return {
    text,
    pretrained: strategy.pretrained,
    phases,
    at: (epoch) => stateAt(phases, epoch),
  };
}

function argumentOf(
  { argument, syntax }: FreezeStrategy,
  text: string,
  written: string | undefined,
  { stages }: FreezeFacts,
): number {
  if (argument === 'stage')
    return stageIndex(
      written ?? '',
      stages.map(({ name }) => name),
      text,
    );
  if (written === undefined) return 0;
  throw new InputError('freeze', 'this freeze strategy takes no argument', { found: text, allowed: syntax });
}

function stateAt(phases: FreezeSchedule['phases'], epoch: number) {
  const phase = phases.findLast(({ firstEpoch }) => firstEpoch <= epoch);
  if (phase === undefined)
    throw new InputError('epoch', 'epochs are counted from 0', { found: epoch, allowed: '0 or more' });
  return phase.state;
}
