import type { RunState } from '@frostline/protocol';
import type { Ledger } from '../ledger.js';
import { sweepKey } from './sweep-key.js';

/** A run that is to go on from a checkpoint. */
export interface CheckpointedRun {
  readonly id: string;
  readonly state: Extract<RunState, 'waiting' | 'running' | 'paused'>;
  /** Of its last checkpoint. */
  readonly step: number;
  readonly totalSteps: number;
}

/** The runs of a sweep that are neither over nor failed and have a checkpoint, and how far that is. */
export function checkpointedRuns(ledger: Ledger, sweepId: string): CheckpointedRun[] {
  return ledger.all<CheckpointedRun>(runsSql, { sweep: sweepKey(ledger, sweepId) });
}

const runsSql = `
  SELECT r.id, r.state, c.step, a.total_steps AS totalSteps
  FROM sweep_trial m JOIN run r ON r.trial = m.trial
  JOIN checkpoint c ON c.run = r.key AND (c.attempt, c.step) =
    (SELECT attempt, step FROM checkpoint WHERE run = r.key ORDER BY attempt DESC, step DESC LIMIT 1)
  JOIN attempt a ON a.run = r.key AND a.attempt = c.attempt
  WHERE m.sweep = @sweep AND r.attempts > 0 AND r.state IN ('waiting', 'running', 'paused')
    AND a.total_steps > 0`;
