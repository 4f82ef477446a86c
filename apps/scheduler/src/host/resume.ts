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
import { z } from 'zod';
import { asOwner } from './owner.js';
import { runSweep, type SweepEnd, type SweepJob } from './run-sweep.js';
import { checkLedger, ledgerFile } from './state-folder.js';

export interface ResumeOptions extends Pick<
  SweepJob,
  'home' | 'choice' | 'limits' | 'hours' | 'clock' | 'reporter'
> {
  /** Name or id; the newest sweep when absent. */
  readonly sweep: string | undefined;
  /** What waits again: paused or failed runs, of one trial (id prefix) or all. What was lost or waits goes on anyway. */
  readonly reopen: Reopening;
  readonly begun: (sweep: SweepRow) => void;
}

export interface Reopening {
  readonly state: 'paused' | 'failed';
  readonly trial: string | undefined;
}

/** What going on needs of the sweep file that the ledger keeps. */
const spec = z.object({ hours: z.number().optional() });

/**
 * Becomes the owner and goes on with a sweep that the ledger knows: runs that were lost, paused or never started; none
 * that has finished.
 *
 * @throws InputError `ledger-missing` where there is nothing to go on with, `data-changed` when the competition is not the
 * one that the sweep began with
 */
export async function resumeSweep(options: ResumeOptions): Promise<SweepEnd> {
  const { home, begun, reopen } = options;
  checkLedger(home);
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
      const trialId = reopen.trial === undefined ? undefined : findTrial(ledger, sweep.id, reopen.trial);
      const move = reopen.state === 'paused' ? resumeTrials : retryTrials;
      move(ledger, sweep.id, trialId);
      begun(findSweep(ledger, sweep.id));
      return await runSweep({
        ...options,
        hours: options.hours ?? spec.parse(sweep.spec).hours,
        ledger,
        sweep,
        competition,
        selects: () => true,
      });
    } finally {
      ledger.close();
    }
  });
}
