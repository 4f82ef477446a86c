import { findSweep, requeueLost } from '@frostline/store';
import { enrol, sweepPlanOf, type Enrolled } from '../host/enrol.js';
import { asOwner } from '../host/owner.js';
import { keepModules } from '../named-files/own-modules.js';
import type { PreparedSweep } from '../host/prepare.js';
import { runSweep, withPage, type SweepEnd, type SweepJob } from './run-sweep.js';
import { emptyStateFolder } from '../host/state-folder.js';
import { withLedger } from '../host/with-ledger.js';

export interface LaunchOptions extends Pick<
  SweepJob,
  'home' | 'choice' | 'limits' | 'hours' | 'clock' | 'reporter'
> {
  /** Forget what this state folder holds first. */
  readonly fresh: boolean;
  /** Where the page is shown to people while the sweep runs, if at all; 0: any free port. */
  readonly pagePort?: number | undefined;
  /** Told once the ledger knows the trials: how many are new, how many runs there are to do. */
  readonly begun: (begin: Enrolled) => void;
}

/**
 * Becomes the owner and runs a sweep until it is drained. The same file again runs what is missing or failed; a file
 * with more cells extends the sweep; cells that it no longer names keep their results and are not run.
 *
 * @throws InputError `not-a-state-folder`, `owned`, `port-taken`; nothing was changed then
 */
export async function launchSweep(prepared: PreparedSweep, options: LaunchOptions): Promise<SweepEnd> {
  const { home, fresh, begun, pagePort } = options;
  const { sweep, competition, plan } = prepared;
  return withPage(pagePort, async (page) =>
    asOwner(home, async () => {
      if (fresh) emptyStateFolder(home);
      return await withLedger(home, { clock: options.clock }, async (ledger) => {
        keepModules(home, prepared.modules);
        requeueLost(ledger);
        const enrolled = enrol(ledger, sweepPlanOf(prepared));
        begun(enrolled);
        const planned = new Set(plan.trials.map((trial) => trial.id));
        return await runSweep({
          ...options,
          page,
          hours: options.hours ?? sweep.hours,
          ledger,
          sweep: findSweep(ledger, enrolled.sweepId),
          competition,
          selects: ({ trialId }) => planned.has(trialId),
        });
      });
    }),
  );
}
