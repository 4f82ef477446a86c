import { findSweep, findTrial, openLedger, prioritizeTrial, runsOf } from '@frostline/store';
import type { PrioritizeRequest } from '../api/controls.js';
import { asOwner } from './owner.js';
import { ledgerFile } from './state-folder.js';

/** Sets a trial's priority where no owner lives. Gives the number of its runs that wait. */
export async function prioritizeUnowned(home: string, request: PrioritizeRequest): Promise<number> {
  return asOwner(home, async () => {
    const ledger = openLedger(ledgerFile(home));
    try {
      const sweep = findSweep(ledger, request.sweep);
      const trialId = findTrial(ledger, sweep.id, request.trial);
      prioritizeTrial(ledger, sweep.id, trialId, request.priority);
      const waiting = runsOf(ledger, sweep.id, trialId).filter(({ state }) => state === 'waiting');
      return await Promise.resolve(waiting.length);
    } finally {
      ledger.close();
    }
  });
}
