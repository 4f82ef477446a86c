import { InputError, plural } from '@frostline/base';
import { listSweeps, openLedger } from '@frostline/store';
import { readOwnerAddress } from '@frostline/store/owner-address';
import { isOwned } from '@frostline/store/owner-lock';
import { ledgerFile } from '../host/state-folder.js';
import { messageOf } from '../cli/errors.js';
import type { Check, Finding } from './check.js';

/** The state folder: does its ledger open, what does it hold, does an owner live? */
export const stateFolder: Check = async ({ home }) => {
  if (home === undefined)
    return [{ name: 'state folder', state: 'ok', required: false, detail: 'none here yet' }];
  return Promise.resolve([ledger(home), owner(home)]);
};

function ledger(home: string): Finding {
  try {
    const open = openLedger(ledgerFile(home), { readonly: true });
    try {
      const sweeps = listSweeps(open);
      const words = sweeps.map(
        ({ name, runs, runsComplete }) => `${name} (${runsComplete}/${plural(runs, 'run')})`,
      );
      const found = { name: 'state folder', required: true, detail: `${home}: ${words.join(', ')}` };
      const unfinished = sweeps.some(({ runs, runsComplete }) => runsComplete < runs) && !isOwned(home);
      return unfinished
        ? {
            ...found,
            state: 'warning',
            fix: '`frostline resume` goes on; `frostline retry` runs what failed again',
          }
        : { ...found, state: 'ok' };
    } finally {
      open.close();
    }
  } catch (error) {
    if (error instanceof InputError && error.code === 'ledger-missing')
      return { name: 'state folder', state: 'ok', required: false, detail: `${home}: no sweep here yet` };
    return {
      name: 'state folder',
      state: 'missing',
      required: true,
      detail: messageOf(error),
      fix: 'move the folder away, or restore its ledger.db from a backup',
    };
  }
}

function owner(home: string): Finding {
  const pid = isOwned(home) ? readOwnerAddress(home)?.pid : undefined;
  const detail = pid === undefined ? 'none: no sweep is running' : `pid ${pid}`;
  return { name: 'owner', state: 'ok', required: false, detail };
}
