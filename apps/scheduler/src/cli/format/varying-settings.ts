import type { SettingName, TrialSettings } from '@frostline/protocol';

/** Always shown first: what a sweep is about. */
const always: readonly SettingName[] = ['backbone', 'freeze'];

/** The settings in which some of the trials differ, after those that are `shown` always: the two that name a trial. */
export function varyingSettings(
  trials: readonly TrialSettings[],
  shown: readonly SettingName[] = always,
): SettingName[] {
  const [first] = trials;
  if (first === undefined) return [...shown];
  const seen = new Set<string>();
  for (const settings of trials) for (const name in settings) seen.add(name);
  const names = [...seen] as SettingName[];
  const varying = names.filter(
    (name) => !shown.includes(name) && trials.some((settings) => settings[name] !== first[name]),
  );
  return [...shown, ...varying];
}
