import type { FailureClass, TrialSettings } from '@frostline/protocol';
import type { Ledger } from '../ledger.js';
import { loadSettings } from '../places.js';
import { sweepKey } from './sweep-key.js';

/** An attempt that failed. */
export interface FailedAttempt {
  readonly runId: string;
  readonly trialId: string;
  readonly settings: TrialSettings;
  readonly fold: number;
  readonly attempt: number;
  readonly failure: FailureClass;
  readonly code: string;
  readonly message: string;
  /** Wall clock, milliseconds since 1970. */
  readonly ended: number;
}

/** The failures of a sweep's runs, the newest first, `limit` at most; also of runs that went on afterwards. */
export function recentFailures(ledger: Ledger, sweepId: string, limit: number): FailedAttempt[] {
  return ledger
    .all<Omit<FailedAttempt, 'settings'> & { settings: string }>(failuresSql, {
      sweep: sweepKey(ledger, sweepId),
      limit,
    })
    .map((row) => ({ ...row, settings: loadSettings(ledger, row.settings) }));
}

// CROSS JOIN keeps this order of loops: by the index from the newest failure down, as many as are asked for.
const failuresSql = `
  SELECT r.id AS runId, t.id AS trialId, t.settings, r.fold, a.attempt, a.failure, a.code, a.message, a.ended
  FROM attempt a CROSS JOIN run r ON r.key = a.run CROSS JOIN trial t ON t.key = r.trial
    CROSS JOIN sweep_trial m ON m.sweep = @sweep AND m.trial = t.key
  WHERE a.outcome = 'failed' ORDER BY a.ended DESC, a.run DESC, a.attempt DESC LIMIT @limit`;
