import { InputError } from '@frostline/base';
import type { Selection } from '@frostline/sweep';
import type { Ledger } from '../ledger.js';
import { findTrial } from './find-trial.js';
import { runsOf } from './runs-of.js';

/** Which runs of a sweep a person means, as people say it. */
export interface NamedRuns {
  /** Prefix of a trial's id; the whole sweep when undefined. */
  readonly trial?: string | undefined;
  /** The one run of that trial. */
  readonly fold?: number | undefined;
}

/**
 * The runs of a sweep that a person means.
 *
 * @throws InputError `no-trial`, `ambiguous-trial`, `no-run`
 */
export function findSelection(ledger: Ledger, sweepId: string, { trial, fold }: NamedRuns): Selection {
  if (trial === undefined) return {};
  const trialId = findTrial(ledger, sweepId, trial);
  if (fold === undefined) return { trialId };
  const runs = runsOf(ledger, sweepId, trialId);
  const run = runs.find((one) => one.fold === fold);
  if (run === undefined)
    throw new InputError('no-run', 'no such fold in this trial', {
      found: String(fold),
      allowed: runs.map((one) => String(one.fold)),
    });
  return { trialId, runId: run.id };
}
