import type { LeaderboardTrial } from '@frostline/protocol';
import type { TrialFilter } from '../url/view-state.js';
import { isWithin, trialNumber } from './ranges.js';
import { settingText } from './settings.js';

/** The trials that a filter lets through, in their order. */
export function filterTrials(trials: readonly LeaderboardTrial[], filter: TrialFilter): LeaderboardTrial[] {
  const words = filter.search.toLowerCase().split(/\s+/).filter(Boolean);
  const wanted = Object.entries(filter.where).map(([setting, values]) => [setting, new Set(values)] as const);
  const ranges = Object.entries(filter.ranges);
  const states = new Set(filter.states);
  return trials.filter(
    (trial) =>
      (states.size === 0 || states.has(trial.state)) &&
      (!filter.pinned || trial.pinned) &&
      (filter.tags.length === 0 || filter.tags.some((tag) => trial.tags.includes(tag))) &&
      wanted.every(([setting, values]) => values.has(settingText(trial.settings[setting]))) &&
      ranges.every(([name, range]) => isWithin(trialNumber(trial, name), range)) &&
      (words.length === 0 || hasWords(trial, words)),
  );
}

function hasWords(trial: LeaderboardTrial, words: readonly string[]): boolean {
  const text = [
    trial.id,
    trial.state,
    trial.note,
    ...trial.tags,
    ...Object.entries(trial.settings).map(([setting, value]) => `${setting}=${settingText(value)}`),
  ]
    .join(' ')
    .toLowerCase();
  return words.every((word) => text.includes(word));
}

/** Whether a filter lets everything through. */
export function filtersNothing(filter: TrialFilter): boolean {
  return (
    filter.search.trim() === '' &&
    filter.states.length === 0 &&
    filter.tags.length === 0 &&
    !filter.pinned &&
    Object.keys(filter.where).length === 0 &&
    Object.keys(filter.ranges).length === 0
  );
}
