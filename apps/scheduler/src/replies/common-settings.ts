import { trialSettings, type SomeSettings, type TrialSettings } from '@frostline/protocol';

/** Settings of several trials, told apart by whether all trials share them. */
export interface SplitSettings {
  readonly common: SomeSettings;
  /** Names of the settings that vary, in the order in which grids nest. */
  readonly varying: readonly string[];
}

/** A sweep file keeps no order of its own in the ledger. */
const names = Object.keys(trialSettings.shape) as (keyof TrialSettings)[];

/** What all trials share, and what varies between them; a setting without a value counts as a value of its own. */
export function splitSettings(trials: readonly TrialSettings[]): SplitSettings {
  const [first] = trials;
  if (first === undefined) return { common: {}, varying: [] };
  const varying = names.filter((name) => trials.some((settings) => settings[name] !== first[name]));
  const shared = names.filter((name) => !varying.includes(name));
  return { common: pickSettings(first, shared), varying };
}

/** Some of a trial's settings; all unless `chosen` names them. */
export function pickSettings(settings: TrialSettings, chosen: readonly string[] = names): SomeSettings {
  const values: Readonly<Record<string, SomeSettings[string] | undefined>> = settings;
  const picked: SomeSettings = {};
  for (const name of chosen) picked[name] = values[name] ?? null;
  return picked;
}
