import type { FailureCounts, RunState, TrialSettings } from '@frostline/protocol';
import type { Ledger } from '../ledger.js';
import { loadValues } from '../numbers.js';
import { loadSettings } from '../places.js';
import { sweepKey } from './sweep-key.js';

export interface RunRow {
  readonly id: string;
  readonly trialId: string;
  /** The trial's place in the sweep. */
  readonly ordinal: number;
  readonly fold: number;
  /** Its trial's within the sweep: what waits under a higher one is begun first. */
  readonly priority: number;
  readonly state: RunState;
  readonly settings: TrialSettings;
  /** SHA-256 of the weights file that its trial was planned with; undefined where it begins with random values. */
  readonly weightsHash: string | undefined;
  /** How often the run was claimed. */
  readonly attempts: number;
  /** Attempts that failed since the last retry by hand, by class: what the limit of failures counts. */
  readonly failures: FailureCounts;
  /** There exactly when the run is complete. */
  readonly result: RunResult | undefined;
}

/** What a finished run reported; file names as the worker gave them. */
export interface RunResult {
  readonly step: number;
  readonly epoch: number;
  readonly values: Readonly<Record<string, number>>;
  readonly weightsSha256: string;
  readonly outOfFold: string;
  readonly test: string;
  readonly seconds: number;
}

/** All runs of a sweep, trial by trial in the sweep's order, folds rising; of one trial when `trialId` is given. */
export function runsOf(ledger: Ledger, sweepId: string, trialId?: string): RunRow[] {
  const settings = new Map<string, TrialSettings>();
  return ledger.read(() =>
    ledger
      .all<StoredRun>(runsSql, { sweep: sweepKey(ledger, sweepId), trialId: trialId ?? null })
      .map((row) => {
        const shared = settings.get(row.trialId) ?? loadSettings(ledger, row.settings);
        settings.set(row.trialId, shared);
        return loadRun(row, shared);
      }),
  );
}

interface StoredRun
  extends Omit<RunRow, 'settings' | 'weightsHash' | 'failures' | 'result'>, Omit<RunResult, 'values'> {
  readonly settings: string;
  readonly weightsHash: string | null;
  /** A JSON object. */
  readonly failures: string;
  readonly values: string | null;
}

function loadRun(row: StoredRun, settings: TrialSettings): RunRow {
  const { id, trialId, ordinal, fold, priority, state, attempts } = row;
  const weightsHash = row.weightsHash ?? undefined;
  const failures = JSON.parse(row.failures) as FailureCounts;
  const { values, step, epoch, weightsSha256, outOfFold, test, seconds } = row;
  const result =
    values === null
      ? undefined
      : { step, epoch, values: loadValues(values), weightsSha256, outOfFold, test, seconds };
  return { id, trialId, ordinal, fold, priority, state, settings, weightsHash, attempts, failures, result };
}

const runsSql = `
  SELECT r.id, t.id AS trialId, m.ordinal, r.fold, m.priority, r.state, t.settings,
    t.weights_hash AS weightsHash, r.attempts,
    (SELECT json_group_object(failure, times) FROM (
       SELECT a.failure, count(*) AS times FROM attempt a
       WHERE a.run = r.key AND a.attempt > r.forgiven AND a.outcome = 'failed' GROUP BY a.failure)) AS failures,
    r.result_step AS step, r.result_epoch AS epoch, r.result_values AS "values", r.weights_sha256 AS weightsSha256,
    r.out_of_fold AS outOfFold, r.test, r.seconds
  FROM sweep_trial m JOIN trial t ON t.key = m.trial JOIN run r ON r.trial = t.key
  WHERE m.sweep = @sweep AND (@trialId IS NULL OR t.id = @trialId)
  ORDER BY m.ordinal, r.fold`;
