import { InputError } from '@frostline/base';
import type { ChangeReply } from '@frostline/protocol';
import { changeAsOwner, type LedgerVerb } from '../host/change-as-owner.js';
import { askOwnerOf, type Patience } from './ask-owner-of.js';
import type { OwnerRequests } from '../host/controls.js';

/** What changed, and whether an owner lives that acts on it. */
export type Change = ChangeReply & { readonly owned: boolean };

/**
 * Makes a change through the owner of a state folder; where none lives, by being the owner for a moment.
 *
 * @throws InputError what the owner refused, or what {@link changeAsOwner} does; FrostlineError `owner-silent`
 */
export async function changeSweep<Verb extends LedgerVerb>(
  home: string,
  verb: Verb,
  request: OwnerRequests[Verb],
  patience: Patience,
): Promise<Change> {
  for (;;) {
    const reply = await askOwnerOf(home, verb, request, patience);
    if (reply !== undefined) return { ...reply, owned: true };
    try {
      return { changed: await changeAsOwner(home, verb, request), owned: false };
    } catch (error) {
      // An owner that came in between is asked.
      if (!(error instanceof InputError) || error.code !== 'owned') throw error;
    }
  }
}
