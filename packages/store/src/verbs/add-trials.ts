import { canonicalJson } from '@frostline/base';
import type { PlannedTrial } from '@frostline/sweep';
import type { Ledger } from '../ledger.js';
import { foundPlace, storedPlace } from '../places.js';
import { sweepKey } from '../queries/sweep-key.js';

export interface AddedTrials {
  /** Ids that no sweep of this ledger had: their runs wait. */
  readonly added: readonly string[];
  /** Ids that were there, with whatever results they have. */
  readonly kept: readonly string[];
}

/**
 * Adds trials to a sweep, in order, with their runs waiting. Repeating it changes nothing; a trial that another sweep
 * already ran comes with its results, and with the settings under which it ran: settings without effect may differ
 * between cells of one id. The place of its weights file is told anew: what they hold is the same, and the file may have
 * moved.
 */
export function addTrials(ledger: Ledger, sweepId: string, trials: readonly PlannedTrial[]): AddedTrials {
  return ledger.write(() => {
    const sweep = sweepKey(ledger, sweepId);
    const sweepFile = foundPlace(ledger, ledger.get<{ file: string }>(fileSql, { sweep })?.file ?? '');
    const now = ledger.clock.now();
    const added: string[] = [];
    const kept: string[] = [];
    for (const { id, settings, weightsHash = null, runs } of trials) {
      const weights = storedPlace(ledger, sweepFile, settings.weights);
      const text = canonicalJson({ ...settings, weights });
      const isNew = ledger.run(trialSql, { id, settings: text, weightsHash, now }) === 1;
      if (!isNew && weightsHash !== null) ledger.run(moveSql, { id, weights, weightsHash });
      if (isNew) for (const run of runs) ledger.run(runSql, { id: run.id, trialId: id, fold: run.fold });
      ledger.run(memberSql, { sweep, id });
      (isNew ? added : kept).push(id);
    }
    return { added, kept };
  });
}

const fileSql = 'SELECT file FROM sweep WHERE key = @sweep';
const trialSql = `
  INSERT INTO trial (id, settings, weights_hash, created) VALUES (@id, @settings, @weightsHash, @now)
  ON CONFLICT (id) DO NOTHING`;
const moveSql = `
  UPDATE trial SET settings = json_replace(settings, '$.weights', @weights), weights_hash = @weightsHash
  WHERE id = @id AND (settings ->> '$.weights' IS NOT @weights OR weights_hash IS NOT @weightsHash)`;
const runSql = `
  INSERT INTO run (id, trial, fold) SELECT @id, key, @fold FROM trial WHERE id = @trialId`;
const memberSql = `
  INSERT INTO sweep_trial (sweep, ordinal, trial)
  SELECT @sweep, (SELECT coalesce(max(ordinal) + 1, 0) FROM sweep_trial WHERE sweep = @sweep), key
  FROM trial WHERE id = @id
  ON CONFLICT (sweep, trial) DO NOTHING`;
