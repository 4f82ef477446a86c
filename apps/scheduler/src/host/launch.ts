import {
  addTrials,
  createSweep,
  openLedger,
  findSweep,
  requeueLost,
  resumeTrials,
  retryTrials,
  runsOf,
  type Ledger,
} from '@frostline/store';
import { asOwner } from './owner.js';
import type { PreparedSweep } from './prepare.js';
import { runSweep, type SweepEnd, type SweepJob } from './run-sweep.js';
import { emptyStateFolder, ledgerFile } from './state-folder.js';

export interface LaunchOptions extends Pick<
  SweepJob,
  'home' | 'choice' | 'limits' | 'hours' | 'clock' | 'reporter'
> {
  /** Forget what this state folder holds first. */
  readonly fresh: boolean;
  /** Told once the ledger knows the trials: how many are new, how many runs there are to do. */
  readonly begun: (begin: LaunchBegin) => void;
}

export interface LaunchBegin {
  readonly sweepId: string;
  readonly added: number;
  readonly kept: number;
  readonly openRuns: number;
}

/**
 * Becomes the owner and runs a sweep until it is drained. The same file again runs what is missing or failed; a file
 * with more cells extends the sweep; cells that it no longer names keep their results and are not run.
 *
 * @throws InputError `not-a-state-folder`, `owned`
 */
export async function launchSweep(prepared: PreparedSweep, options: LaunchOptions): Promise<SweepEnd> {
  const { home, fresh, begun } = options;
  const { sweep, file, metric, goal, folds, competition, competitionFile, plan } = prepared;
  return asOwner(home, async () => {
    if (fresh) emptyStateFolder(home);
    const ledger = openLedger(ledgerFile(home), { clock: options.clock });
    try {
      const { id } = createSweep(ledger, {
        name: sweep.name,
        file,
        spec: sweep,
        metric,
        goal,
        folds,
        competition: { path: competitionFile, hash: competition.hash },
      });
      const { added, kept } = addTrials(ledger, id, plan.trials);
      requeueLost(ledger);
      const planned = new Set(plan.trials.map((trial) => trial.id));
      reopen(ledger, id, planned);
      const row = findSweep(ledger, id);
      const open = runsOf(ledger, id).filter((run) => planned.has(run.trialId) && run.state === 'waiting');
      begun({ sweepId: id, added: added.length, kept: kept.length, openRuns: open.length });
      return await runSweep({
        ...options,
        hours: options.hours ?? sweep.hours,
        ledger,
        sweep: row,
        competition,
        selects: ({ trialId }) => planned.has(trialId),
      });
    } finally {
      ledger.close();
    }
  });
}

/** Failed and paused runs of these trials wait again. */
function reopen(ledger: Ledger, sweepId: string, trials: ReadonlySet<string>): void {
  for (const trial of trials) {
    retryTrials(ledger, sweepId, trial);
    resumeTrials(ledger, sweepId, trial);
  }
}
