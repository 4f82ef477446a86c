import { didYouMean, InputError } from '@frostline/base';
import type { StrategyEntry } from './strategies.js';

/** The strategy that a freeze setting names, with its argument as it is written. */
interface NamedStrategy<Strategy> {
  readonly strategy: Strategy;
  readonly argument: string | undefined;
  /** The argument as a number; undefined where it names a stage, or there is none. */
  readonly value: number | undefined;
}

/** A freeze setting understood for one backbone. */
export interface Freeze<Strategy = StrategyEntry> {
  readonly strategy: Strategy;
  /** Index of the stage that the argument names; undefined where it is none. */
  readonly stage: number | undefined;
  /** The number that the argument is; undefined where it is none. */
  readonly value: number | undefined;
}

/** What the argument of a strategy may name. */
interface Stages {
  /** The backbone's name, for errors. */
  readonly name: string;
  /** Names in order; the head, which is never frozen, is not among them. */
  readonly stages: readonly string[];
}

/**
 * Reads `name` or `name:argument` without a backbone at hand.
 *
 * @param place what errors print first
 * @throws InputError `bad-freeze` when there is no such strategy, or its argument is missing, one too many, or no
 * number that it can take
 */
export function parseStrategy<Strategy extends StrategyEntry>(
  text: string,
  strategies: readonly Strategy[],
  place?: string,
): NamedStrategy<Strategy> {
  const colon = text.indexOf(':');
  const name = colon < 0 ? text : text.slice(0, colon);
  const argument = colon < 0 ? undefined : text.slice(colon + 1);
  const strategy = strategies.find((entry) => entry.name === name);
  if (strategy === undefined)
    throw new InputError('bad-freeze', 'no such freeze strategy', {
      place,
      found: text,
      allowed: strategies.map(({ syntax }) => syntax),
      fix: didYouMean(
        name,
        strategies.map((entry) => entry.name),
      ),
    });
  const wantsArgument = strategy.argument !== 'none';
  if (wantsArgument !== (argument !== undefined && argument !== ''))
    throw new InputError(
      'bad-freeze',
      `freeze strategy ${name} ${wantsArgument ? 'needs an' : 'takes no'} argument`,
      { place, found: text, allowed: strategy.syntax },
    );
  return { strategy, argument, value: valueOf(text, argument, strategy.argument, place) };
}

/** What the number behind the colon may be. */
const numbers = {
  epochs: {
    allowed: 'a whole number of epochs, at least 1',
    includes: (value: number) => Number.isInteger(value) && value >= 1,
  },
  factor: { allowed: 'more than 0, at most 1', includes: (value: number) => value > 0 && value <= 1 },
};

function valueOf(
  text: string,
  argument: string | undefined,
  kind: StrategyEntry['argument'],
  place?: string,
): number | undefined {
  if (kind === 'none' || kind === 'stage') return undefined;
  const value = /^\d*\.?\d+$/.test(argument ?? '') ? Number(argument) : NaN;
  const { allowed, includes } = numbers[kind];
  if (!includes(value))
    throw new InputError('bad-freeze', 'this is no number that the freeze strategy can take', {
      place,
      found: text,
      allowed,
    });
  return value;
}

/**
 * Reads a freeze setting against a backbone's stages: `until:k` takes an index, a negative index (-1 is the last stage
 * before the head) or a stage's name.
 *
 * @throws InputError `bad-freeze` that lists what would have been allowed
 */
export function parseFreeze<Strategy extends StrategyEntry>(
  text: string,
  backbone: Stages,
  strategies: readonly Strategy[],
): Freeze<Strategy> {
  const { strategy, argument, value } = parseStrategy(text, strategies);
  const stage = strategy.argument === 'stage' ? stageIndex(text, argument ?? '', backbone) : undefined;
  return { strategy, stage, value };
}

/** A freeze setting as it is written with a stage's index, and a number in its shortest form. */
export function freezeText({ strategy, stage, value }: Freeze): string {
  const argument = stage ?? value;
  return argument === undefined ? strategy.name : `${strategy.name}:${argument}`;
}

function stageIndex(text: string, argument: string, { name, stages }: Stages): number {
  const byName = stages.indexOf(argument);
  if (byName >= 0) return byName;
  const count = stages.length;
  if (/^-?\d+$/.test(argument)) {
    const index = Number(argument);
    if (index >= -count && index < count) return index < 0 ? index + count : index;
  }
  throw new InputError('bad-freeze', `${name} has no stage ${argument}`, {
    found: text,
    allowed: stagesAllowed({ stages }),
    fix: didYouMean(argument, stages),
  });
}

/** How a stage may be named, in words. */
export function stagesAllowed({ stages }: Pick<Stages, 'stages'>): string {
  const count = stages.length;
  return `0..${count - 1}, -${count}..-1, or ${stages.join(', ')}`;
}
