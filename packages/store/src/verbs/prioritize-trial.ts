import { InternalError } from '@frostline/base';
import type { Ledger } from '../ledger.js';
import { sweepKey } from '../queries/sweep-key.js';

/** Sets a trial's priority within a sweep, a whole number: waiting runs of a higher one are begun first. */
export function prioritizeTrial(ledger: Ledger, sweepId: string, trialId: string, priority: number): void {
  ledger.write(() => {
    if (ledger.run(prioritySql, { sweep: sweepKey(ledger, sweepId), trialId, priority }) === 0)
      throw new InternalError('no such trial in this sweep', { found: trialId });
  });
}

const prioritySql = `
  UPDATE sweep_trial SET priority = @priority
  WHERE sweep = @sweep AND trial = (SELECT key FROM trial WHERE id = @trialId)`;
