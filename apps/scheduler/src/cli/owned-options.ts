import { InputError } from '@frostline/base';
import type { Patience } from '../api/ask-owner-of.js';
import { flagOf, type Options } from './options.js';

/** What only the process that begins to run a sweep can heed. */
const ofTheOwner = [
  'serve',
  'port',
  'workers',
  'engine',
  'device',
  'precision',
  'hungAfter',
  'hours',
  'submit',
];

/**
 * Refuses options that a sweep which runs already could not take up: they would be dropped, and be missed hours later.
 * An owner that is just ending is waited for: `frostline stop && frostline launch --serve` must not depend on who is
 * quicker.
 *
 * @throws InputError `running`; FrostlineError `owner-ending`, `owner-silent`
 */
export async function refuseWhileOwned(home: string, options: Options, patience: Patience): Promise<void> {
  const given = ofTheOwner.filter((name) => options[name] !== undefined).map(flagOf);
  if (given.length === 0) return;
  const { ownerGoesOn } = await import('../api/ask-owner-of.js');
  if (!(await ownerGoesOn(home, patience))) return;
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
