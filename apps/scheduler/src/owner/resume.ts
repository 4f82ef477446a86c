import { InputError } from '@frostline/base';
import { loadCompetition } from '@frostline/data';
import {
  findSelection,
  findSweep,
  requeueLost,
  runsOf,
  resumeTrials,
  retryTrials,
  type Ledger,
  type NamedRuns,
  type SweepRow,
} from '@frostline/store';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { checkCompetition } from '../host/check-competition.js';
import { asOwner } from '../host/owner.js';
import { runSweep, withPage, type SweepEnd, type SweepJob } from './run-sweep.js';
import { checkLedger } from '../host/state-folder.js';
import { withLedger } from '../host/with-ledger.js';

export interface ResumeOptions extends Pick<
  SweepJob,
  'home' | 'choice' | 'limits' | 'hours' | 'clock' | 'reporter'
> {
  /** Name or id; the newest sweep when absent. */
  readonly sweep: string | undefined;
  /** What waits again: paused or failed runs, one, of one trial or all. What was lost or waits goes on anyway. */
  readonly reopen: Reopening;
  /** Where the page is shown to people while the sweep runs, if at all; 0: any free port. */
  readonly pagePort?: number | undefined;
  readonly begun: (sweep: SweepRow) => void;
}

export interface Reopening extends NamedRuns {
  readonly state: 'paused' | 'failed';
}

/** What going on needs of the sweep file that the ledger keeps. */
const spec = z.object({ hours: z.number().optional() });

/**
 * Becomes the owner and goes on with a sweep that the ledger knows: runs that were lost, paused or never started; none
 * that has finished.
 *
 * @throws InputError `ledger-missing` where there is nothing to go on with, `data-changed` when the competition is not the
 * one that the sweep began with; `port-taken`; `file-moved` when it or weights are no longer where they were
 */
export async function resumeSweep(options: ResumeOptions): Promise<SweepEnd> {
  const { home, begun, reopen } = options;
  checkLedger(home);
  return withPage(options.pagePort, async (page) =>
    asOwner(home, async () =>
      withLedger(home, { clock: options.clock }, async (ledger) => {
        const sweep = findSweep(ledger, options.sweep);
        checkThere(sweep.competition.path);
        const competition = await loadCompetition(sweep.competition.path);
        checkCompetition(
          competition,
          sweep,
          'bring the files back, or launch the sweep file again: its trials are then new ones',
        );
        ledger.write(() => {
          openRuns(ledger, sweep.id, reopen);
        });
        begun(findSweep(ledger, sweep.id));
        return await runSweep({
          ...options,
          page,
          hours: options.hours ?? spec.parse(sweep.spec).hours,
          ledger,
          sweep,
          competition,
          selects: () => true,
        });
      }),
    ),
  );
}

/** @throws InputError `file-moved`, and then the caller's transaction must change nothing */
function openRuns(ledger: Ledger, sweepId: string, { state, ...named }: Reopening): void {
  requeueLost(ledger);
  const move = state === 'paused' ? resumeTrials : retryTrials;
  move(ledger, sweepId, findSelection(ledger, sweepId, named));
  for (const run of runsOf(ledger, sweepId)) {
    const { weights } = run.settings;
    const loads = run.state === 'waiting' && run.weightsHash !== undefined;
    if (loads && path.isAbsolute(weights)) checkThere(weights);
  }
}

function checkThere(file: string): void {
  if (existsSync(file)) return;
  throw new InputError('file-moved', 'a file that the sweep needs is no longer where it was', {
    place: file,
    fix: 'bring it back, or launch the sweep file again from its new place: that goes on with what is unfinished',
  });
}
