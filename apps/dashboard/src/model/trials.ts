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

/** Trials by their ids, in the ids' order; an id that is no longer there is left out. */
export function trialsById(trials: readonly LeaderboardTrial[], ids: readonly string[]): LeaderboardTrial[] {
  const byId = new Map(trials.map((trial) => [trial.id, trial]));
  return ids.flatMap((id) => byId.get(id) ?? []);
}
