import { InputError } from '@frostline/base';
import { loadCompetition } from '@frostline/data';
import {
  findSweep,
  openLedger,
  requeueLost,
  resumeTrials,
  retryTrials,
  findTrial,
  type SweepRow,
} from '@frostline/store';
import { asOwner } from './owner.js';
import { runSweep, type SweepEnd, type SweepJob } from './run-sweep.js';
import { ledgerFile } from './state-folder.js';

export interface ResumeOptions extends Pick<SweepJob, 'home' | 'choice' | 'limits' | 'clock' | 'reporter'> {
  /** Name or id; the newest sweep when absent. */
  readonly sweep: string | undefined;
  /** Failed runs to give another chance: those of one trial (id prefix), all, or none. */
  readonly retry: string | 'all' | undefined;
  readonly begun: (sweep: SweepRow) => void;
}

/**
 * Becomes the owner and goes on with a sweep that the ledger knows: runs that were lost, paused or never started; none
 * that has finished.
 *
 * @throws InputError `data-changed` when the competition is not the one that the sweep began with
 */
export async function resumeSweep(options: ResumeOptions): Promise<SweepEnd> {
  const { home, begun, retry } = options;
  return asOwner(home, async () => {
    const ledger = openLedger(ledgerFile(home), { clock: options.clock });
    try {
      const sweep = findSweep(ledger, options.sweep);
      const competition = loadCompetition(sweep.competition.path);
      if (competition.hash !== sweep.competition.hash)
        throw new InputError(
          'data-changed',
          "the competition's files are not those that the sweep began with",
          {
            place: sweep.competition.path,
            fix: 'bring the files back, or launch the sweep file again: its trials are then new ones',
          },
        );
      requeueLost(ledger);
      if (retry === undefined) resumeTrials(ledger, sweep.id);
      else retryTrials(ledger, sweep.id, retry === 'all' ? undefined : findTrial(ledger, sweep.id, retry));
      begun(findSweep(ledger, sweep.id));
      return await runSweep({ ...options, ledger, sweep, competition, selects: () => true });
    } finally {
      ledger.close();
    }
  });
}
