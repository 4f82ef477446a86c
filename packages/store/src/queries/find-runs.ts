import type { RunState, TrialSettings } from '@frostline/protocol';
import type { Ledger } from '../ledger.js';
import { loadSettings } from '../places.js';

/** A run and what it trains. */
export interface FoundRun {
  readonly id: string;
  readonly trialId: string;
  readonly fold: number;
  readonly state: RunState;
  readonly settings: TrialSettings;
  /** How often the run was claimed: the number of its newest attempt. */
  readonly attempts: number;
}

/** Runs by their ids, of whatever sweep; ids that there are not are passed over. */
export function findRuns(ledger: Ledger, runIds: readonly string[]): FoundRun[] {
  return ledger
    .all<Omit<FoundRun, 'settings'> & { settings: string }>(findSql, { runs: JSON.stringify(runIds) })
    .map((row) => ({ ...row, settings: loadSettings(ledger, row.settings) }));
}

const findSql = `
  SELECT r.id, t.id AS trialId, r.fold, r.state, t.settings, r.attempts
  FROM run r JOIN trial t ON t.key = r.trial
  WHERE r.id IN (SELECT value FROM json_each(@runs)) ORDER BY r.key`;
