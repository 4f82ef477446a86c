import type { Ledger } from '../ledger.js';
import type { ChangeOutcome, RunHold } from '../run-hold.js';
import { endAttempt } from './end-attempt.js';

/** running → waiting | paused: the worker stopped as told, after a checkpoint. Not a failure. */
export function releaseRun(ledger: Ledger, hold: RunHold, to: 'waiting' | 'paused'): ChangeOutcome {
  return ledger.write(() => endAttempt(ledger, hold, { to, outcome: 'stopped' }));
}
