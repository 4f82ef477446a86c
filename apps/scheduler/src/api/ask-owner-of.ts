import { FrostlineError } from '@frostline/base';
import { readOwnerAddress } from '@frostline/store/owner-address';
import { isOwned } from '@frostline/store/owner-lock';
import { askOwner } from './client.js';
import type { OwnerReply, OwnerRequests } from './controls.js';

/** Asks the living owner of a state folder for a change. Gives its answer, or undefined when no owner lives. */
export async function askOwnerOf<Verb extends keyof OwnerRequests>(
  home: string,
  verb: Verb,
  request: OwnerRequests[Verb],
): Promise<OwnerReply<Verb> | undefined> {
  if (!isOwned(home)) return undefined;
  const address = readOwnerAddress(home);
  if (address === undefined)
    throw new FrostlineError('owner-silent', 'the owner of this state folder is just starting or ending', {
      place: home,
      fix: 'try again in a moment',
    });
  return askOwner(address, verb, request);
}
