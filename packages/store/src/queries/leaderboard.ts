import { InternalError } from '@frostline/base';
import type { Annotation, RunState, TrialSettings } from '@frostline/protocol';
import type { Ledger } from '../ledger.js';
import { loadValue, loadValues } from '../numbers.js';
import { trialState } from '../trial-state.js';
import { loadAnnotation, type StoredAnnotation } from './annotation-columns.js';
import { sweepFacts } from './sweep-key.js';
import { knownFacts, trialFacts, type TrialFacts } from './trial-facts.js';

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
    const { key: sweep, metric } = sweepFacts(ledger, sweepId);
    const stored = ledger.arrays<StoredTrial>(trialsSql, { sweep });
    const facts = factsOf(ledger, sweep, stored);
    const annotations = annotationsOf(ledger, sweep);
    const states = remember((text: string) => trialState(text.split(',') as RunState[]));
    const attempts = remember((text: string) => JSON.parse(text) as StoredAttempts);
    return stored.map((row): LeaderboardRow => {
      const [trial, ordinal, pooled, runs, runsComplete, runStates, scores, seconds, tried, quarantined] =
        row;
      const fact = facts.get(trial);
      if (fact === undefined) throw new InternalError('a trial has no settings', { found: trial });
      const values = pooled === null ? undefined : loadValues(pooled);
      const { engines, devices, resumed, changed } = attempts(tried);
      return {
        trialId: fact.id,
        ordinal,
        settings: fact.settings,
        state: states(runStates),
        runsComplete,
        runs,
        score: values?.[metric],
        values,
        foldScores: (JSON.parse(scores) as (number | string | null)[]).map(loadScore),
        seconds,
        engines,
        devices,
        resumedAttempts: resumed,
        numericsChanged: changed === 1,
        quarantined,
        ...(annotations.get(trial) ?? nothingNoted),
      };
    });
  });
}

type StoredTrial = readonly [
  trial: number,
  ordinal: number,
  pooled: string | null,
  runs: number,
  runsComplete: number,
  /** One per fold, in fold order, with commas between. */
  states: string,
  /** A JSON list of the same length. */
  foldScores: string,
  seconds: number,
  /** `StoredAttempts` as JSON. */
  attempts: string,
  quarantined: number,
];

interface StoredAttempts {
  readonly engines: readonly string[];
  readonly devices: readonly string[];
  readonly resumed: number;
  readonly changed: number;
}

function loadScore(score: number | string | null): number | undefined {
  return score === null ? undefined : loadValue(score);
}

function factsOf(
  ledger: Ledger,
  sweep: number,
  rows: readonly StoredTrial[],
): ReadonlyMap<number, TrialFacts> {
  const known = knownFacts(ledger);
  const unknown = rows.find(([trial]) => !known.has(trial));
  return unknown === undefined ? known : trialFacts(ledger, sweep, unknown[1]);
}

function annotationsOf(ledger: Ledger, sweep: number): ReadonlyMap<number, Annotation> {
  const rows = ledger.all<StoredAnnotation & { readonly trial: number }>(annotationsSql, { sweep });
  return new Map(rows.map((row) => [row.trial, loadAnnotation(row)]));
}

/** Among thousands of trials there are few different texts: each is read once. */
function remember<Value>(load: (text: string) => Value): (text: string) => Value {
  const loaded = new Map<string, Value>();
  return (text) => {
    const value = loaded.get(text) ?? load(text);
    loaded.set(text, value);
    return value;
  };
}

const nothingNoted: Annotation = { tags: [], note: '', pinned: false };

const trialsSql = `
  SELECT trial, ordinal, pooled_values, runs, runs_complete, states, fold_scores, seconds, attempts, quarantined
  FROM sweep_trial WHERE sweep = @sweep ORDER BY ordinal`;
const annotationsSql = `
  SELECT n.trial, n.tags, n.note, n.pinned FROM annotation n
  WHERE EXISTS (SELECT 1 FROM sweep_trial m WHERE m.sweep = @sweep AND m.trial = n.trial)`;
