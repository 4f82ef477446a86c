import type { Annotation, QuarantinedImage, RunState, TrialSettings } from '@frostline/protocol';
import { InternalError } from '@frostline/base';
import type { Ledger } from '../ledger.js';
import { loadValues } from '../numbers.js';
import { trialState } from '../trial-state.js';
import { loadAnnotation, type StoredAnnotation } from './annotation-columns.js';
import { attemptsOf, type AttemptRow } from './attempts-of.js';
import { findTrial } from './find-trial.js';
import { runsOf, type RunRow } from './runs-of.js';

export interface TrialDetail extends Annotation {
  readonly id: string;
  readonly ordinal: number;
  /** Waiting runs of trials with a higher one are begun first. */
  readonly priority: number;
  readonly settings: TrialSettings;
  readonly state: RunState;
  /** Metrics on the pooled out-of-fold predictions, once scored. */
  readonly values: Readonly<Record<string, number>> | undefined;
  readonly runs: readonly (Omit<RunRow, 'trialId' | 'ordinal' | 'priority' | 'settings' | 'weightsHash'> & {
    readonly history: readonly AttemptRow[];
  })[];
  readonly quarantined: readonly QuarantinedImage[];
}

/**
 * Everything about one trial but its curves, as one snapshot.
 *
 * @param prefix the beginning of its id
 * @throws InputError `no-trial`, `ambiguous-trial`
 */
export function trialDetail(ledger: Ledger, sweepId: string, prefix: string): TrialDetail {
  return ledger.read(() => {
    const id = findTrial(ledger, sweepId, prefix);
    const runs = runsOf(ledger, sweepId, id);
    const [first] = runs;
    if (first === undefined) throw new InternalError('a trial has no runs', { found: id });
    const stored = ledger.get<StoredAnnotation & { pooled: string | null }>(trialSql, { sweepId, id });
    if (stored === undefined) throw new InternalError('a trial vanished', { found: id });
    const { pooled, ...annotation } = stored;
    return {
      id,
      ordinal: first.ordinal,
      priority: first.priority,
      settings: first.settings,
      state: trialState(runs.map(({ state }) => state)),
      values: pooled === null ? undefined : loadValues(pooled),
      runs: runs.map(({ id, fold, state, attempts, failures, result }) => ({
        id,
        fold,
        state,
        attempts,
        failures,
        result,
        history: attemptsOf(ledger, id),
      })),
      quarantined: ledger.all<QuarantinedImage>(quarantineSql, { id }),
      ...loadAnnotation(annotation),
    };
  });
}

const trialSql = `
  SELECT m.pooled_values AS pooled, n.tags, n.note, n.pinned
  FROM sweep s JOIN sweep_trial m ON m.sweep = s.key JOIN trial t ON t.key = m.trial
    LEFT JOIN annotation n ON n.trial = t.key
  WHERE s.id = @sweepId AND t.id = @id`;
const quarantineSql = `
  SELECT q.split, q.id, q.path, q.reason FROM trial t JOIN quarantine q ON q.trial = t.key
  WHERE t.id = @id ORDER BY q.split, q.id`;
