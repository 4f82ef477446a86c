import type { LeaderboardTrial } from '@frostline/protocol';
import { compareValues, settingText, type SettingValue } from './settings.js';

/** A value that some trials have, and how many. */
export interface Facet {
  readonly value: string;
  readonly count: number;
}

/** The values of one setting among the trials, in the order of values. */
export function settingFacets(trials: readonly LeaderboardTrial[], setting: string): Facet[] {
  const values = new Map<string, { value: SettingValue | undefined; count: number }>();
  for (const trial of trials) {
    const value = trial.settings[setting];
    const seen = values.get(settingText(value));
    if (seen) seen.count++;
    else values.set(settingText(value), { value, count: 1 });
  }
  return [...values.entries()]
    .sort(([, a], [, b]) => compareValues(a.value, b.value))
    .map(([value, { count }]) => ({ value, count }));
}

/** The tags among the trials, by letter. */
export function tagFacets(trials: readonly LeaderboardTrial[]): Facet[] {
  const counts = new Map<string, number>();
  for (const tag of trials.flatMap((trial) => trial.tags)) counts.set(tag, (counts.get(tag) ?? 0) + 1);
  return [...counts].sort(([a], [b]) => a.localeCompare(b, 'en')).map(([value, count]) => ({ value, count }));
}
