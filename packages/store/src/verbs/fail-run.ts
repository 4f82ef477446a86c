import type { Ledger } from '../ledger.js';
import type { ChangeOutcome, RunHold } from '../run-hold.js';
import { endAttempt, type RunFailure } from './end-attempt.js';

/**
 * running → waiting or paused (where it may be tried again) or failed, with the reason; also how a worker's death is recorded,
 * with its exit code or signal.
 */
export function failRun(
  ledger: Ledger,
  hold: RunHold,
  failure: RunFailure,
  to: 'waiting' | 'paused' | 'failed',
): ChangeOutcome {
  return ledger.write(() => endAttempt(ledger, hold, { to, outcome: 'failed', failure }));
}
