import type { SomeSettings } from '@frostline/protocol';

/** The value of a setting; null is the backbone's own. */
export type SettingValue = SomeSettings[string];

/** How a setting's value is written: in the table, in a filter and in the URL. */
export function settingText(value: SettingValue | undefined): string {
  return value === null || value === undefined ? 'default' : String(value);
}

/** A setting's name for people. */
export function settingLabel(setting: string): string {
  return setting.replaceAll('_', ' ');
}

/** An order for values of one setting: numbers by size, words by letter, "default" last. */
export function compareValues(a: SettingValue | undefined, b: SettingValue | undefined): number {
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  const missing = Number(a === null || a === undefined) - Number(b === null || b === undefined);
  return missing || settingText(a).localeCompare(settingText(b), 'en', { numeric: true });
}
