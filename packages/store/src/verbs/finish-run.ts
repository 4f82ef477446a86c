import type { TrialEvent } from '@frostline/protocol';
import type { Ledger } from '../ledger.js';
import { storeValues } from '../numbers.js';
import type { ChangeOutcome, RunHold } from '../run-hold.js';
import { endAttempt } from './end-attempt.js';

/**
 * running → complete, with the result, in one transaction. Counted exactly once: repeated it is a duplicate, under
 * another token it is stale, and neither changes anything.
 */
export function finishRun(
  ledger: Ledger,
  hold: RunHold,
  finished: Extract<TrialEvent, { type: 'finished' }>,
): ChangeOutcome {
  return ledger.write(() =>
    endAttempt(
      ledger,
      hold,
      { to: 'complete', outcome: 'complete' },
      {
        values: storeValues(finished.values),
        sha256: finished.weightsSha256,
        outOfFold: finished.outOfFold,
        test: finished.test,
        step: finished.step,
        epoch: finished.epoch,
        seconds: finished.seconds,
      },
    ),
  );
}
