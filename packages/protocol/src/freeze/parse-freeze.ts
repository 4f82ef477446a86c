import { didYouMean, InputError } from '@frostline/base';
import type { StrategyEntry } from './strategies.js';

/** The strategy that a freeze setting names, with its argument still as text. */
interface NamedStrategy<Strategy> {
  readonly strategy: Strategy;
  readonly argument: string | undefined;
}

/** A freeze setting understood for one backbone. */
export interface Freeze<Strategy = StrategyEntry> {
  readonly strategy: Strategy;
  /** Index of the stage that the argument names; undefined where the strategy takes none. */
  readonly stage: number | undefined;
  /** Length of the frozen prefix, in stages. */
  readonly frozenStages: number;
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
 * @throws InputError `bad-freeze` when there is no such strategy, or its argument is missing or one too many
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
  return { strategy, argument };
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
  const { strategy, argument } = parseStrategy(text, strategies);
  const stage = strategy.argument === 'stage' ? stageIndex(text, argument ?? '', backbone) : undefined;
  switch (strategy.freezes) {
    case 'none':
      return { strategy, stage, frozenStages: 0 };
    case 'all':
      return { strategy, stage, frozenStages: backbone.stages.length };
    case 'argument':
      return { strategy, stage, frozenStages: (stage ?? -1) + 1 };
  }
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
