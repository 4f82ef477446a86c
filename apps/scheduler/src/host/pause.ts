import { findSweep, findTrial, openLedger, pauseTrials, requeueLost } from '@frostline/store';
import { asOwner } from './owner.js';
import { checkLedger, ledgerFile } from './state-folder.js';

/**
 * Pauses what waits of a sweep, or of one of its trials, where no owner lives. Gives the number of runs.
 *
 * @throws InputError `ledger-missing` where there is nothing to pause
 */
export async function pauseSweep(
  home: string,
  name: string | undefined,
  trial: string | undefined,
): Promise<number> {
  checkLedger(home);
  return asOwner(home, async () => {
    const ledger = openLedger(ledgerFile(home));
    try {
      const sweep = findSweep(ledger, name);
      requeueLost(ledger);
      const trialId = trial === undefined ? undefined : findTrial(ledger, sweep.id, trial);
      return await Promise.resolve(pauseTrials(ledger, sweep.id, trialId).length);
    } finally {
      ledger.close();
    }
  });
}
