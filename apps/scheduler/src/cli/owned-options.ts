import { InputError } from '@frostline/base';
import { isOwned } from '@frostline/store/owner-lock';
import { flagOf, type Options } from './options.js';

/** What only the process that begins to run a sweep can heed. */
const ofTheOwner = ['serve', 'port', 'workers', 'engine', 'hungAfter', 'hours', 'submit'];

/**
 * Refuses options that a sweep which runs already could not take up: they would be dropped, and be missed hours later.
 *
 * @throws InputError `running`
 */
export function refuseWhileOwned(home: string, options: Options): void {
  const given = ofTheOwner.filter((name) => options[name] !== undefined).map(flagOf);
  if (given.length === 0 || !isOwned(home)) return;
  throw new InputError(
    'running',
    'this state folder has an owner, which keeps the options that it was started with',
    {
      place: home,
      found: given.join(', '),
      fix: 'leave them out to hand the work to it, or run this again once it has ended; `frostline serve` and `frostline submit` work beside it',
    },
  );
}
