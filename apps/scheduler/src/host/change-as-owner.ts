import {
  annotateTrial,
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
import type { OwnerRequests } from '../api/controls.js';
import { asOwner } from './owner.js';
import { checkLedger } from './state-folder.js';
import { withLedger } from './with-ledger.js';

/** Changes that need no sweep to run. */
export type LedgerVerb = Exclude<keyof OwnerRequests, 'extend'>;

/** Each change in the ledger alone, as it is made while nothing runs; gives the runs, or trials, concerned. */
const changes: {
  readonly [Verb in LedgerVerb]: (ledger: Ledger, sweepId: string, request: OwnerRequests[Verb]) => number;
} = {
  stop: (ledger, id, { trial }) => pauseTrials(ledger, id, trialOf(ledger, id, trial)).length,
  resume: (ledger, id, { trial }) => resumeTrials(ledger, id, trialOf(ledger, id, trial)).length,
  retry: (ledger, id, { trial }) => retryTrials(ledger, id, trialOf(ledger, id, trial)).length,
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
 * @throws InputError `ledger-missing` where there is nothing to change; `owned` while an owner lives; `no-sweep`, `no-trial`, `ambiguous-trial`
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

function trialOf(ledger: Ledger, sweepId: string, prefix: string | undefined): string | undefined {
  return prefix === undefined ? undefined : findTrial(ledger, sweepId, prefix);
}
