import { InputError } from '@frostline/base';
import type { Ledger } from '../ledger.js';
import { sweepKey } from './sweep-key.js';

/**
 * The id of the one trial of a sweep that begins with `prefix`.
 *
 * @throws InputError `no-trial`, or `ambiguous-trial` with the trials that fit
 */
export function findTrial(ledger: Ledger, sweepId: string, prefix: string): string {
  const found = ledger
    .all<{ id: string }>(findSql, { sweep: sweepKey(ledger, sweepId), prefix })
    .map(({ id }) => id);
  const [id, second] = found;
  if (id === undefined)
    throw new InputError('no-trial', 'no such trial in this sweep', {
      found: prefix,
      fix: 'see the ids in `frostline leaderboard`',
    });
  if (second !== undefined && id !== prefix)
    throw new InputError('ambiguous-trial', 'several trials begin with this', {
      found: prefix,
      allowed: found,
    });
  return id;
}

// substr, not LIKE: a prefix is text and holds no wildcards. The exact id, if any, sorts first.
const findSql = `
  SELECT t.id FROM sweep_trial m JOIN trial t ON t.key = m.trial
  WHERE m.sweep = @sweep AND substr(t.id, 1, length(@prefix)) = @prefix ORDER BY t.id LIMIT 20`;
