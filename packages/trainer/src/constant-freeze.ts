import { InputError } from '@frostline/base';
import type { FreezeSchedule, FreezeState } from '@frostline/model';

/**
 * The one state of a freeze schedule. The loop cuts the net once and has one rate for all parameters, so a schedule that
 * asks for more is refused: trained without it, the trial would carry the name of a strategy that it did not follow.
 *
 * @param keys state-dict keys of the net's parameters
 * @throws InputError `freeze` for a schedule with several phases, or with a rate of its own for some parameter
 */
export function constantFreeze({ text, phases }: FreezeSchedule, keys: Iterable<string>): FreezeState {
  const [phase] = phases;
  if (phase === undefined || phases.length > 1)
    throw new InputError('freeze', 'training does not change what is frozen between epochs', {
      found: `${text}, with ${phases.length} phases`,
      allowed: 'strategies with one phase',
    });
  const { state } = phase;
  for (const key of keys)
    if (state.trains(key) && state.rateScale(key) !== 1)
      throw new InputError('freeze', 'training has one learning rate for all parameters', {
        found: `${text}, with ${state.rateScale(key)} times the rate for ${key}`,
        allowed: 'strategies that leave the rate alone',
      });
  return state;
}
