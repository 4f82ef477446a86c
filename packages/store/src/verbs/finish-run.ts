import type { TrialEvent } from '@frostline/protocol';
import type { Ledger } from '../ledger.js';
import { storeValues } from '../numbers.js';
import type { ChangeOutcome, RunHold } from '../run-hold.js';
import { endAttempt } from './end-attempt.js';

/**
 * running → complete, with the result, in one transaction. Counted exactly once: repeated it is a duplicate, under
 * another token it is stale, and neither changes anything. A result's time is that of all its attempts.
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
        seconds: finished.seconds + earlierSeconds(ledger, hold),
      },
    ),
  );
}

/** What a run's attempts before this one took, seconds: a cost is honest only with what was repeated. */
function earlierSeconds(ledger: Ledger, { runId, attempt }: RunHold): number {
  return ledger.get<{ seconds: number }>(earlierSql, { runId, attempt })?.seconds ?? 0;
}

// An attempt that died with its owner was closed when the next one came, maybe days later: its whole epochs count.
const earlierSql = `
  SELECT COALESCE(SUM(CASE a.outcome
    WHEN 'lost' THEN (SELECT COALESCE(SUM(m.value), 0) FROM metric m
      WHERE m.run = a.run AND m.attempt = a.attempt AND m.name = 'seconds')
    ELSE (a.ended - a.claimed) / 1000.0 END), 0) AS seconds
  FROM attempt a JOIN run r ON r.key = a.run
  WHERE r.id = @runId AND a.attempt < @attempt`;
