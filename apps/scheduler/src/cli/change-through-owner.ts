import { FrostlineError } from '@frostline/base';
import { isOwned, readOwnerAddress } from '@frostline/store';
import { askOwner } from '../api/client.js';
import type { OwnerRequests } from '../api/controls.js';

/** Asks the living owner for a change. Gives the number of runs concerned, or undefined when no owner lives. */
export async function changeThroughOwner<Verb extends keyof OwnerRequests>(
  home: string,
  verb: Verb,
  request: OwnerRequests[Verb],
): Promise<number | undefined> {
  if (!isOwned(home)) return undefined;
  const address = readOwnerAddress(home);
  if (address === undefined)
    throw new FrostlineError('owner-silent', 'the owner of this state folder is just starting or ending', {
      place: home,
      fix: 'try again in a moment',
    });
  const { changed } = await askOwner(address, verb, request);
  return changed;
}
