import type { LeaderboardTrial } from '@frostline/protocol';
import { settingText } from './settings.js';

/** The trial of rank 1; null while none has a score. */
export function bestTrial(trials: readonly LeaderboardTrial[]): LeaderboardTrial | null {
  return trials.find(({ rank }) => rank === 1) ?? null;
}

/** An id as people read it. */
export function shortId(id: string): string {
  return id.slice(0, 8);
}

/** A trial in words: what it trains and how, and what else sets it apart from the others. */
export function trialLabel(trial: Pick<LeaderboardTrial, 'id' | 'settings'>): string {
  const named = ['backbone', 'freeze'].flatMap((setting) => {
    const value = trial.settings[setting];
    return value === undefined ? [] : settingText(value);
  });
  return named.length === 0 ? shortId(trial.id) : named.join(' · ');
}

/** What a view's picks come to among the trials that there are. */
export interface Picks {
  /** In the order in which they were picked, each once. */
  readonly trials: readonly LeaderboardTrial[];
  /** Picked ids that no trial has: of another sweep, or mistyped. */
  readonly missing: readonly string[];
}

/** Finds the picked trials. */
export function findPicks(trials: readonly LeaderboardTrial[], picked: readonly string[]): Picks {
  const byId = new Map(trials.map((trial) => [trial.id, trial]));
  const ids = [...new Set(picked)];
  return {
    trials: ids.flatMap((id) => byId.get(id) ?? []),
    missing: ids.filter((id) => !byId.has(id)),
  };
}
