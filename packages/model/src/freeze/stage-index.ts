import { InputError } from '@frostline/base';

/**
 * The stage that a strategy's argument names: an index, a negative index counted from the last stage before the
 * head, or a name. The head itself is never frozen.
 *
 * @param names all stages in order, the head last
 * @param text the whole setting, for the error
 * @throws InputError `freeze` with all that is allowed
 */
export function stageIndex(argument: string, names: readonly string[], text: string): number {
  const candidates = names.slice(0, -1);
  const named = candidates.indexOf(argument);
  if (named >= 0) return named;
  const number = /^-?\d+$/.test(argument) ? Number(argument) : Number.NaN;
  const index = number < 0 ? candidates.length + number : number;
  if (index >= 0 && index < candidates.length) return index;
  throw new InputError('freeze', 'no such stage before the head', {
    found: text,
    allowed: [`0..${String(candidates.length - 1)}`, `-1..${String(-candidates.length)}`, ...candidates],
  });
}
