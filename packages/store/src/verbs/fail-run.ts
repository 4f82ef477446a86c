import type { Ledger } from '../ledger.js';
import type { ChangeOutcome, RunHold } from '../run-hold.js';
import { endAttempt, type RunFailure } from './end-attempt.js';

/**
 * running → waiting (`retry`) or failed, with the reason, in one transaction; also how a worker's death is recorded,
 * with its exit code or signal.
 */
export function failRun(
  ledger: Ledger,
  hold: RunHold,
  failure: RunFailure,
  { retry }: { readonly retry: boolean },
): ChangeOutcome {
  return ledger.write(() =>
    endAttempt(ledger, hold, { to: retry ? 'waiting' : 'failed', outcome: 'failed', failure }),
  );
}
