import type { Selection } from '@frostline/sweep';
import type { Ledger } from '../ledger.js';
import { sweepKey } from '../queries/sweep-key.js';

/**
 * Moves those runs of a sweep that nobody holds from one state to another: all of them, those of one trial, or one.
 *
 * @returns the ids of the runs that moved
 */
function moveRuns(
  ledger: Ledger,
  sweepId: string,
  { trialId, runId }: Selection,
  assignment: string,
  from: string,
): string[] {
  return ledger.write(() =>
    ledger
      .all<{ id: string }>(
        `UPDATE run SET ${assignment} WHERE state = '${from}' AND trial IN (
           SELECT t.key FROM sweep_trial m JOIN trial t ON t.key = m.trial
           WHERE m.sweep = @sweep AND (@trialId IS NULL OR t.id = @trialId))
           AND (@runId IS NULL OR id = @runId)
         RETURNING id`,
        { sweep: sweepKey(ledger, sweepId), trialId: trialId ?? null, runId: runId ?? null },
      )
      .map(({ id }) => id),
  );
}

/** failed → waiting, earlier failures forgiven: they no longer count against the limit of attempts. */
export function retryTrials(ledger: Ledger, sweepId: string, selection: Selection = {}): string[] {
  return moveRuns(ledger, sweepId, selection, `state = 'waiting', forgiven = attempts`, 'failed');
}

/** waiting → paused. Runs that a worker holds are stopped first, then released as paused. */
export function pauseTrials(ledger: Ledger, sweepId: string, selection: Selection = {}): string[] {
  return moveRuns(ledger, sweepId, selection, `state = 'paused'`, 'waiting');
}

/** paused → waiting. */
export function resumeTrials(ledger: Ledger, sweepId: string, selection: Selection = {}): string[] {
  return moveRuns(ledger, sweepId, selection, `state = 'waiting'`, 'paused');
}
