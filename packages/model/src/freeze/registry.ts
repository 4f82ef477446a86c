import { InputError } from '@frostline/base';
import { trialSettings } from '@frostline/protocol';
import {
  freezePhases,
  parseFreeze,
  type freezeStrategies,
  type StageParameters,
} from '@frostline/protocol/freeze';
import { bias } from './bias.js';
import { full } from './full.js';
import { gradual } from './gradual.js';
import { head } from './head.js';
import { l2Sp } from './l2-sp.js';
import { llrd } from './llrd.js';
import { lpFt } from './lp-ft.js';
import { norm } from './norm.js';
import { scratch } from './scratch.js';
import type { FreezeFacts, FreezeSchedule, FreezeSettings, FreezeStrategy } from './strategy.js';
import { surgical } from './surgical.js';
import { until } from './until.js';

/** One for every entry that the protocol package lists: the compiler sees to it. */
const strategyByName = {
  scratch,
  full,
  head,
  until,
  surgical,
  norm,
  bias,
  'lp-ft': lpFt,
  gradual,
  llrd,
  'l2-sp': l2Sp,
} satisfies Record<keyof typeof freezeStrategies, FreezeStrategy>;
const strategies: readonly FreezeStrategy[] = Object.values(strategyByName);

/** A strategy as plain data, for schemas, help texts and planning without tensors. */
export type StrategyFacts = Omit<FreezeStrategy, 'phases'>;

/** Every strategy, in the order in which they are shown. */
export const strategyCatalog: readonly StrategyFacts[] = strategies.map(({ phases, ...facts }) => facts);

/**
 * What a freeze setting such as `head` or `until:stage3` does to a backbone, epoch by epoch.
 *
 * @throws InputError `bad-freeze` for an unknown strategy or a wrong argument, with what is allowed, and when the epochs
 * end before the strategy's second part begins
 */
export function freezeSchedule(text: string, facts: FreezeFacts, given: FreezeSettings): FreezeSchedule {
  const settings = trialSettings.parse({ ...given, backbone: facts.name, freeze: text });
  const stages = facts.stages.slice(0, -1).map(({ name }) => name);
  const freeze = parseFreeze(text, { name: facts.name, stages }, strategies);
  const { strategy } = freeze;
  const planned = freezePhases(freeze, stageParameters(facts), settings.epochs);
  const phases = strategy.phases({ freeze, planned, facts, settings });
  return {
    text,
    pretrained: strategy.pretrained,
    phases,
    at: (epoch) => stateAt(phases, epoch),
  };
}

function stageParameters({ stages }: FreezeFacts): StageParameters {
  const before = stages.slice(0, -1);
  return {
    stages: before.map(({ name }) => name),
    parameters: before.map(({ parameterKeys }) => parameterKeys.length),
    norms: before.map(({ normKeys }) => normKeys.length),
    biases: before.map(({ biasKeys }) => biasKeys.length),
  };
}

function stateAt(phases: FreezeSchedule['phases'], epoch: number) {
  const phase = phases.findLast(({ firstEpoch }) => firstEpoch <= epoch);
  if (phase === undefined)
    throw new InputError('epoch', 'epochs are counted from 0', { found: epoch, allowed: '0 or more' });
  return phase.state;
}
