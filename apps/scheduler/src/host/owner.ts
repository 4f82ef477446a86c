import { InputError } from '@frostline/base';
import { readOwnerAddress } from '@frostline/store/owner-address';
import { acquireOwner } from '@frostline/store/owner-lock';
import { checkStateFolder } from './state-folder.js';

/**
 * Makes this process the owner of a state folder while `action` runs.
 *
 * @throws InputError `owned` while another owner lives; `not-a-state-folder`, `unusable-path`
 */
export async function asOwner<Result>(home: string, action: () => Promise<Result>): Promise<Result> {
  checkStateFolder(home);
  const lock = acquireOwner(home);
  if (lock === undefined) {
    const pid = readOwnerAddress(home)?.pid;
    throw new InputError(
      'owned',
      `another frostline owns this state folder${pid === undefined ? '' : ` (pid ${pid})`}`,
      {
        place: home,
        fix: 'wait until it is done, or end it with `frostline stop`; where it shows a page, with Ctrl-C',
      },
    );
  }
  try {
    return await action();
  } finally {
    lock.release();
  }
}
