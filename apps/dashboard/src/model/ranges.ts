import type { LeaderboardTrial } from '@frostline/protocol';
import { finite, formatSeconds } from './numbers.js';
import { settingLabel } from './settings.js';

/** From where to where a number may be, both included; null: no bound. */
export interface Range {
  readonly from: number | null;
  readonly to: number | null;
}

/** Numbers by which trials are filtered from–to, beside their settings. */
const results = ['score', 'seconds'] as const;

/** A number of a trial: its score, the seconds it took, or a setting; null where it has none. */
export function trialNumber(trial: LeaderboardTrial, name: string): number | null {
  if (name === 'score') return finite(trial.score);
  if (name === 'seconds') return trial.seconds;
  const value = Object.hasOwn(trial.settings, name) ? trial.settings[name] : null;
  return typeof value === 'number' ? value : null;
}

/** Whether a number lies in a range; what is no number lies in none. */
export function isWithin(number: number | null, { from, to }: Range): boolean {
  return number !== null && (from === null || number >= from) && (to === null || number <= to);
}

/** A number with a range to choose, and the least and the largest that there is. */
export interface RangeFacet {
  readonly name: string;
  readonly least: number;
  readonly largest: number;
}

/** More values than this are chosen by a range, and grouped into intervals. */
const mostValues = 12;

/** Whether a setting is a number with so many values that each for itself says little. */
export function isContinuous(trials: readonly LeaderboardTrial[], setting: string): boolean {
  const values = new Set(trials.map((trial) => trial.settings[setting] ?? null));
  values.delete(null);
  return values.size > mostValues && [...values].every((value) => typeof value === 'number');
}

/** What can be filtered by a range: score and time, and the continuous ones of some settings. */
export function rangeFacets(trials: readonly LeaderboardTrial[], settings: readonly string[]): RangeFacet[] {
  const names = [...results, ...settings.filter((setting) => isContinuous(trials, setting))];
  return names.flatMap((name) => {
    let [least, largest] = [Infinity, -Infinity];
    for (const trial of trials) {
      const number = trialNumber(trial, name);
      if (number === null) continue;
      least = Math.min(least, number);
      largest = Math.max(largest, number);
    }
    return least <= largest ? [{ name, least, largest }] : [];
  });
}

/** The ranges with one bound changed; a range without bounds is none. */
export function withBound(
  ranges: Readonly<Record<string, Range>>,
  name: string,
  bound: Partial<Range>,
): Record<string, Range> {
  const others = Object.entries(ranges).filter(([other]) => other !== name);
  const before = Object.hasOwn(ranges, name) ? ranges[name] : undefined;
  const range = { from: null, to: null, ...before, ...bound };
  return Object.fromEntries(range.from === null && range.to === null ? others : [...others, [name, range]]);
}

/** What a range is of, for people. */
export function rangeLabel(name: string): string {
  return name === 'seconds' ? 'time' : settingLabel(name);
}

/** A range as people read it. */
export function rangeText(name: string, { from, to }: Range): string {
  const text = name === 'seconds' ? formatSeconds : String;
  if (from === null) return `≤ ${text(to ?? Infinity)}`;
  return to === null ? `≥ ${text(from)}` : `${text(from)} – ${text(to)}`;
}
