import type { Annotation, RunState, TrialSettings } from '@frostline/protocol';
import type { Ledger } from '../ledger.js';
import { loadValue, loadValues } from '../numbers.js';
import { trialState } from '../trial-state.js';
import { loadAnnotation, type StoredAnnotation } from './annotation-columns.js';
import { sweepKey } from './sweep-key.js';

export interface LeaderboardRow extends Annotation {
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
    const attempts = byTrial(ledger.all<StoredAttempts>(attemptsSql, { sweep }));
    const quarantined = byTrial(ledger.all<StoredQuarantine>(quarantineSql, { sweep }));
    return ledger
      .all<StoredTrial>(trialsSql, { sweep })
      .map((row) => loadRow(row, attempts.get(row.trial), quarantined.get(row.trial)));
  });
}

interface StoredTrial extends StoredAnnotation {
  readonly trial: number;
  readonly trialId: string;
  readonly ordinal: number;
  readonly settings: string;
  readonly metric: string;
  readonly pooled: string | null;
  /** One per fold, in fold order: states with commas between, and scores as JSON. */
  readonly states: string;
  readonly scores: string;
  readonly seconds: number;
}

interface StoredAttempts {
  readonly trial: number;
  /** JSON lists; an engine is null while its attempt has not started. */
  readonly engines: string;
  readonly devices: string;
  readonly resumed: number | null;
  readonly changed: number;
}

interface StoredQuarantine {
  readonly trial: number;
  readonly count: number;
}

function loadRow(
  { trialId, ordinal, settings, metric, pooled, states, scores, seconds, ...annotation }: StoredTrial,
  attempts: StoredAttempts | undefined,
  quarantined: StoredQuarantine | undefined,
): LeaderboardRow {
  const values = pooled === null ? undefined : loadValues(pooled);
  const runStates = states.split(',') as RunState[];
  const foldScores = JSON.parse(scores) as (number | string | null)[];
  const engines = JSON.parse(attempts?.engines ?? '[]') as (string | null)[];
  return {
    trialId,
    ordinal,
    settings: JSON.parse(settings) as TrialSettings,
    state: trialState(runStates),
    runsComplete: runStates.filter((state) => state === 'complete').length,
    runs: runStates.length,
    score: values?.[metric],
    values,
    foldScores: foldScores.map((score) => (score === null ? undefined : loadValue(score))),
    seconds,
    engines: engines.filter((engine) => engine !== null),
    devices: JSON.parse(attempts?.devices ?? '[]') as string[],
    resumedAttempts: attempts?.resumed ?? 0,
    numericsChanged: attempts?.changed === 1,
    quarantined: quarantined?.count ?? 0,
    ...loadAnnotation(annotation),
  };
}

function byTrial<Row extends { readonly trial: number }>(rows: readonly Row[]): Map<number, Row> {
  return new Map(rows.map((row) => [row.trial, row]));
}

// Grouped in SQL: 10,000 trials are 10,000 rows here instead of 30,000. `->` gives the number's own digits, where
// turning a REAL into text would keep fifteen of them.
const trialsSql = `
  SELECT m.trial, t.id AS trialId, m.ordinal, t.settings, s.metric, m.pooled_values AS pooled,
    group_concat(r.state, ',' ORDER BY r.fold) AS states,
    '[' || group_concat(ifnull(r.result_values -> ('$.' || s.metric), 'null'), ',' ORDER BY r.fold) || ']' AS scores,
    total(r.seconds) AS seconds, n.tags, n.note, n.pinned
  FROM sweep s JOIN sweep_trial m ON m.sweep = s.key JOIN trial t ON t.key = m.trial JOIN run r ON r.trial = t.key
    LEFT JOIN annotation n ON n.trial = m.trial
  WHERE s.key = @sweep GROUP BY m.sweep, m.ordinal ORDER BY m.ordinal`;
const attemptsSql = `
  SELECT m.trial, json_group_array(DISTINCT a.engine) AS engines, json_group_array(DISTINCT a.device) AS devices,
    sum(a.resumed_from_step > 0) AS resumed, max(a.numerics_changed) AS changed
  FROM sweep_trial m JOIN run r ON r.trial = m.trial JOIN attempt a ON a.run = r.key
  WHERE m.sweep = @sweep GROUP BY m.sweep, m.ordinal`;
const quarantineSql = `
  SELECT m.trial, count(*) AS count FROM sweep_trial m JOIN quarantine q ON q.trial = m.trial
  WHERE m.sweep = @sweep GROUP BY m.sweep, m.ordinal`;
