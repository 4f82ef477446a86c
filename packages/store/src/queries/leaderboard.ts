import type { RunState, TrialSettings } from '@frostline/protocol';
import type { Ledger } from '../ledger.js';
import { loadValue, loadValues } from '../numbers.js';
import { trialState } from '../trial-state.js';
import { sweepKey } from './sweep-key.js';

export interface LeaderboardRow {
  readonly trialId: string;
  readonly ordinal: number;
  readonly settings: TrialSettings;
  readonly state: RunState;
  readonly runsComplete: number;
  readonly runs: number;
  /** The sweep's metric on the pooled out-of-fold predictions; may be NaN; undefined until all runs are complete. */
  readonly score: number | undefined;
  /** All metrics on the pooled predictions. */
  readonly values: Readonly<Record<string, number>> | undefined;
  /** The sweep's metric of each fold; undefined where the run is not complete. */
  readonly foldScores: readonly (number | undefined)[];
  /** Training time of the complete runs together. */
  readonly seconds: number;
  /** Distinct engines and devices that ran attempts of the trial. */
  readonly engines: readonly string[];
  readonly devices: readonly string[];
  /** Attempts that went on from a checkpoint. */
  readonly resumedAttempts: number;
  /** Whether an attempt went on under another numerics class: bit-equality is not promised. */
  readonly numericsChanged: boolean;
  /** Images that could not be decoded. */
  readonly quarantined: number;
}

/** The trials of a sweep in the sweep's order, as one snapshot; ranking is the reader's. */
export function leaderboard(ledger: Ledger, sweepId: string): LeaderboardRow[] {
  return ledger.read(() => {
    const sweep = sweepKey(ledger, sweepId);
    const runs = byTrial(ledger.all<StoredRun>(runsSql, { sweep }));
    const attempts = byTrial(ledger.all<StoredAttempt>(attemptsSql, { sweep }));
    const quarantined = new Map(
      ledger.all<StoredCount>(quarantineSql, { sweep }).map(({ trial, count }) => [trial, count]),
    );
    return ledger
      .all<StoredTrial>(trialsSql, { sweep })
      .map((trial) =>
        loadRow(
          trial,
          runs.get(trial.key) ?? [],
          attempts.get(trial.key) ?? [],
          quarantined.get(trial.key) ?? 0,
        ),
      );
  });
}

interface StoredTrial {
  readonly key: number;
  readonly trialId: string;
  readonly ordinal: number;
  readonly settings: string;
  readonly metric: string;
  readonly pooled: string | null;
}

interface StoredRun {
  readonly trial: number;
  readonly state: RunState;
  readonly score: number | string | null;
  readonly seconds: number | null;
}

/** Attempts of one trial on one engine and device, counted. */
interface StoredAttempt {
  readonly trial: number;
  readonly engine: string | null;
  readonly device: string;
  readonly resumed: number;
  readonly changed: number;
}

interface StoredCount {
  readonly trial: number;
  readonly count: number;
}

function loadRow(
  { trialId, ordinal, settings, metric, pooled }: StoredTrial,
  runs: readonly StoredRun[],
  attempts: readonly StoredAttempt[],
  quarantined: number,
): LeaderboardRow {
  const values = pooled === null ? undefined : loadValues(pooled);
  const states = runs.map(({ state }) => state);
  return {
    trialId,
    ordinal,
    settings: JSON.parse(settings) as TrialSettings,
    state: trialState(states),
    runsComplete: states.filter((state) => state === 'complete').length,
    runs: runs.length,
    score: values?.[metric],
    values,
    foldScores: runs.map(({ score }) => (score === null ? undefined : loadValue(score))),
    seconds: runs.reduce((sum, run) => sum + (run.seconds ?? 0), 0),
    engines: [...new Set(attempts.flatMap(({ engine }) => engine ?? []))],
    devices: [...new Set(attempts.map(({ device }) => device))],
    resumedAttempts: attempts.reduce((sum, { resumed }) => sum + resumed, 0),
    numericsChanged: attempts.some(({ changed }) => changed > 0),
    quarantined,
  };
}

function byTrial<Row extends { readonly trial: number }>(rows: readonly Row[]): Map<number, Row[]> {
  const groups = new Map<number, Row[]>();
  for (const row of rows) {
    const group = groups.get(row.trial);
    if (group === undefined) groups.set(row.trial, [row]);
    else group.push(row);
  }
  return groups;
}

const trialsSql = `
  SELECT t.key, t.id AS trialId, m.ordinal, t.settings, s.metric, m.pooled_values AS pooled
  FROM sweep s JOIN sweep_trial m ON m.sweep = s.key JOIN trial t ON t.key = m.trial
  WHERE s.key = @sweep ORDER BY m.ordinal`;
const runsSql = `
  SELECT r.trial, r.state, json_extract(r.result_values, '$.' || s.metric) AS score, r.seconds
  FROM sweep s JOIN sweep_trial m ON m.sweep = s.key JOIN run r ON r.trial = m.trial
  WHERE s.key = @sweep ORDER BY r.trial, r.fold`;
const attemptsSql = `
  SELECT r.trial, a.engine, a.device, sum(a.resumed_from_step > 0) AS resumed, sum(a.numerics_changed) AS changed
  FROM sweep_trial m JOIN run r ON r.trial = m.trial JOIN attempt a ON a.run = r.key
  WHERE m.sweep = @sweep GROUP BY r.trial, a.engine, a.device ORDER BY r.trial, min(a.attempt)`;
const quarantineSql = `
  SELECT q.trial, count(*) AS count FROM sweep_trial m JOIN quarantine q ON q.trial = m.trial
  WHERE m.sweep = @sweep GROUP BY q.trial`;
