import type { TrialSettings } from '@frostline/protocol';
import type { Ledger } from '../ledger.js';
import { loadSettings } from '../places.js';

/** What never changes about a trial. */
export interface TrialFacts {
  readonly id: string;
  readonly settings: TrialSettings;
}

const known = new WeakMap<Ledger, Map<number, TrialFacts>>();

/**
 * The facts of a sweep's trials by internal key, at least from the place `ordinal` on. They are read and parsed once in
 * the life of an open ledger: a trial's settings are its identity, the place of a weights file that moves excepted.
 */
export function trialFacts(ledger: Ledger, sweep: number, ordinal: number): ReadonlyMap<number, TrialFacts> {
  const facts = knownFacts(ledger);
  for (const [key, id, settings] of ledger.arrays<[number, string, string]>(factsSql, { sweep, ordinal }))
    if (!facts.has(key)) facts.set(key, { id, settings: loadSettings(ledger, settings) });
  return facts;
}

/** Those that have been read so far. */
export function knownFacts(ledger: Ledger): Map<number, TrialFacts> {
  const facts = known.get(ledger) ?? new Map<number, TrialFacts>();
  known.set(ledger, facts);
  return facts;
}

const factsSql = `
  SELECT t.key, t.id, t.settings FROM sweep_trial m JOIN trial t ON t.key = m.trial
  WHERE m.sweep = @sweep AND m.ordinal >= @ordinal ORDER BY m.ordinal`;
