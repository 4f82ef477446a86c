import { FrostlineError } from '@frostline/base';
import { isOwned, readOwnerAddress } from '@frostline/store';
import { askOwner } from '../api/client.js';
import { textOption, type Options } from './options.js';

/** Asks the living owner for a change. Gives the number of runs concerned, or undefined when no owner lives. */
export async function changeThroughOwner(
  home: string,
  verb: 'stop' | 'resume' | 'retry',
  trial: string | undefined,
  options: Options,
): Promise<number | undefined> {
  if (!isOwned(home)) return undefined;
  const address = readOwnerAddress(home);
  if (address === undefined)
    throw new FrostlineError('owner-silent', 'the owner of this state folder is just starting or ending', {
      place: home,
      fix: 'try again in a moment',
    });
  const sweep = textOption(options, 'sweep');
  const { changed } = await askOwner(address, verb, {
    ...(trial !== undefined && { trial }),
    ...(sweep !== undefined && { sweep }),
  });
  return changed;
}
