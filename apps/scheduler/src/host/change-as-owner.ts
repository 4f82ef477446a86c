import {
  annotateTrial,
  findSelection,
  findSweep,
  findTrial,
  pauseTrials,
  prioritizeTrial,
  requeueLost,
  resumeTrials,
  retryTrials,
  runsOf,
  type Ledger,
} from '@frostline/store';
import type { OwnerRequests } from './controls.js';
import { asOwner } from './owner.js';
import { checkLedger } from './state-folder.js';
import { withLedger } from './with-ledger.js';

/** Changes that need no sweep to run. */
export type LedgerVerb = Exclude<keyof OwnerRequests, 'extend'>;

/** Each change in the ledger alone, as it is made while nothing runs; gives the runs, or trials, concerned. */
const changes: {
  readonly [Verb in LedgerVerb]: (ledger: Ledger, sweepId: string, request: OwnerRequests[Verb]) => number;
} = {
  stop: (ledger, id, named) => pauseTrials(ledger, id, findSelection(ledger, id, named)).length,
  resume: (ledger, id, named) => resumeTrials(ledger, id, findSelection(ledger, id, named)).length,
  retry: (ledger, id, named) => retryTrials(ledger, id, findSelection(ledger, id, named)).length,
  prioritize: (ledger, id, { trial, priority }) => {
    const trialId = findTrial(ledger, id, trial);
    prioritizeTrial(ledger, id, trialId, priority);
    return runsOf(ledger, id, trialId).filter(({ state }) => state === 'waiting').length;
  },
  annotate: (ledger, id, { trial, ...annotation }) => {
    annotateTrial(ledger, findTrial(ledger, id, trial), annotation);
    return 1;
  },
};

/**
 * Makes a change where no owner lives, by being the owner for a moment. What waits afterwards is run by nobody yet.
 *
 * @throws InputError `ledger-missing` where there is nothing to change; `owned` while an owner lives; `no-sweep`, `no-trial`, `ambiguous-trial`, `no-run`
 */
export async function changeAsOwner<Verb extends LedgerVerb>(
  home: string,
  verb: Verb,
  request: OwnerRequests[Verb],
): Promise<number> {
  checkLedger(home);
  return asOwner(home, async () =>
    withLedger(home, {}, async (ledger) => {
      const { id } = findSweep(ledger, request.sweep);
      requeueLost(ledger);
      return Promise.resolve(changes[verb](ledger, id, request));
    }),
  );
}
