import { canonicalJson, InternalError } from '@frostline/base';
import type { TrialSettings } from '@frostline/protocol';
import type { Ledger } from '../ledger.js';
import { sweepKey } from '../queries/sweep-key.js';

export interface NewTrial {
  /** The hash of settings, folds and competition: equal cells have equal ids, in every sweep. */
  readonly id: string;
  readonly settings: TrialSettings;
}

export interface AddedTrials {
  /** Ids that no sweep of this ledger had: their runs wait. */
  readonly added: readonly string[];
  /** Ids that were there, with whatever results they have. */
  readonly kept: readonly string[];
}

/**
 * Adds trials to a sweep, in order, each with one waiting run per fold. Repeating it changes nothing; a trial that
 * another sweep already ran comes with its results.
 */
export function addTrials(ledger: Ledger, sweepId: string, trials: readonly NewTrial[]): AddedTrials {
  return ledger.write(() => {
    const sweep = sweepKey(ledger, sweepId);
    const folds = ledger.get<{ count: number }>(foldsSql, { sweep })?.count ?? 0;
    const now = ledger.clock.now();
    const added: string[] = [];
    const kept: string[] = [];
    for (const { id, settings } of trials) {
      const text = canonicalJson(settings);
      const known = ledger.get<{ key: number; settings: string }>(findSql, { id });
      if (known !== undefined && known.settings !== text)
        throw new InternalError('two settings share a trial id', { found: id });
      if (known === undefined) {
        ledger.run(trialSql, { id, settings: text, now });
        for (let fold = 0; fold < folds; fold++) ledger.run(runSql, { id: `${id}-${fold}`, trial: id, fold });
      }
      ledger.run(memberSql, { sweep, id });
      (known === undefined ? added : kept).push(id);
    }
    return { added, kept };
  });
}

const foldsSql = `SELECT folds ->> 'count' AS count FROM sweep WHERE key = @sweep`;
const findSql = 'SELECT key, settings FROM trial WHERE id = @id';
const trialSql = 'INSERT INTO trial (id, settings, created) VALUES (@id, @settings, @now)';
const runSql = `
  INSERT INTO run (id, trial, fold) SELECT @id, key, @fold FROM trial WHERE id = @trial`;
const memberSql = `
  INSERT INTO sweep_trial (sweep, ordinal, trial)
  SELECT @sweep, (SELECT coalesce(max(ordinal) + 1, 0) FROM sweep_trial WHERE sweep = @sweep), key
  FROM trial WHERE id = @id
  ON CONFLICT (sweep, trial) DO NOTHING`;
