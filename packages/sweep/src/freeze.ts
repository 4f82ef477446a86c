import { InputError } from '@frostline/base';
import type { BackboneEntry, StrategyEntry } from '@frostline/protocol';
import { didYouMean } from './nearest.js';

/** A freeze setting understood for one backbone. */
export interface Freeze {
  readonly strategy: StrategyEntry;
  /** Length of the frozen prefix, in stages. */
  readonly frozenStages: number;
}

/** The strategy that a freeze setting names, with its argument still as text. */
interface NamedStrategy {
  readonly strategy: StrategyEntry;
  readonly argument: string | undefined;
}

/**
 * Reads `name` or `name:argument` without a backbone at hand: for checks on the sweep file itself.
 *
 * @throws InputError `bad-freeze` when there is no such strategy, or its argument is missing or one too many
 */
export function parseStrategy(
  text: string,
  strategies: readonly StrategyEntry[],
  place?: string,
): NamedStrategy {
  const colon = text.indexOf(':');
  const name = colon < 0 ? text : text.slice(0, colon);
  const argument = colon < 0 ? undefined : text.slice(colon + 1);
  const allowed = strategies.map(({ syntax }) => syntax);
  const strategy = strategies.find((entry) => entry.name === name);
  if (strategy === undefined) {
    const names = strategies.map((entry) => entry.name);
    const fix = didYouMean(name, names);
    throw new InputError('bad-freeze', 'no such freeze strategy', { place, found: text, allowed, fix });
  }
  const wantsArgument = strategy.argument !== 'none';
  if (wantsArgument !== (argument !== undefined && argument !== ''))
    throw new InputError(
      'bad-freeze',
      `freeze strategy ${name} ${wantsArgument ? 'needs an' : 'takes no'} argument`,
      {
        place,
        found: text,
        allowed: strategy.syntax,
      },
    );
  return { strategy, argument };
}

/**
 * Reads a freeze setting against a backbone's stages: `until:k` takes an index, a negative index (-1 is the last stage
 * before the head) or a stage's name, and freezes that stage and all before it.
 *
 * @throws InputError `bad-freeze` that lists what would have been allowed
 */
export function parseFreeze(
  text: string,
  backbone: BackboneEntry,
  strategies: readonly StrategyEntry[],
): Freeze {
  const { strategy, argument } = parseStrategy(text, strategies);
  switch (strategy.freezes) {
    case 'none':
      return { strategy, frozenStages: 0 };
    case 'all':
      return { strategy, frozenStages: backbone.stages.length };
    case 'argument':
      return { strategy, frozenStages: stageIndex(text, argument ?? '', backbone) + 1 };
  }
}

function stageIndex(text: string, argument: string, { name, stages }: BackboneEntry): number {
  const byName = stages.indexOf(argument);
  if (byName >= 0) return byName;
  const count = stages.length;
  if (/^-?\d+$/.test(argument)) {
    const index = Number(argument);
    if (index >= -count && index < count) return index < 0 ? index + count : index;
  }
  throw new InputError('bad-freeze', `${name} has no stage ${argument}`, {
    found: text,
    allowed: `0..${count - 1}, -${count}..-1, or ${stages.join(', ')}`,
    fix: didYouMean(argument, stages),
  });
}
