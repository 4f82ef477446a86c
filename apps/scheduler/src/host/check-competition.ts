import { InputError } from '@frostline/base';
import type { Competition } from '@frostline/data';
import type { SweepRow } from '@frostline/store';

/**
 * Makes sure that a competition, as it was read now, is the one that a sweep began with.
 *
 * @param fix what to do where it is not
 * @throws InputError `data-changed`
 */
export function checkCompetition(
  { hash }: Pick<Competition, 'hash'>,
  { competition }: Pick<SweepRow, 'competition'>,
  fix: string,
): void {
  if (hash === competition.hash) return;
  throw new InputError('data-changed', "the competition's files are not those that the sweep began with", {
    place: competition.path,
    fix,
  });
}
