import type { SettingName } from '@frostline/protocol';
import { domainOf, isPer } from './domain.js';
import type { Scalar } from './parameter-spec.js';
import type { SweepFile } from './sweep-file.js';

type Settings = Pick<SweepFile, 'trial' | 'parameters'>;

/** What a setting may be anywhere in a sweep; ranges are left out. */
export function choicesOf({ trial, parameters }: Settings, setting: SettingName): Scalar[] {
  const spec = parameters[setting];
  const branches = spec === undefined ? [] : isPer(spec) ? Object.values(spec.values) : [spec];
  const values = branches.map(domainOf).flatMap((domain) => (domain.kind === 'choice' ? domain.values : []));
  return [trial[setting], ...values].filter((value) => value !== undefined);
}

/** The same, as far as it is text. */
export const namesOf = (sweep: Settings, setting: SettingName): string[] =>
  choicesOf(sweep, setting).filter((value) => typeof value === 'string');

/** Where a sweep file has some value of a setting, as a path of keys; undefined where it does not. */
export function placeOfChoice(
  { trial, parameters }: Settings,
  setting: SettingName,
  value: Scalar,
): readonly PropertyKey[] | undefined {
  if (trial[setting] === value) return ['trial', setting];
  const path = pathTo(parameters[setting], value);
  return path === undefined ? undefined : ['parameters', setting, ...path];
}

function pathTo(value: unknown, sought: Scalar): readonly PropertyKey[] | undefined {
  if (value === sought) return [];
  if (typeof value !== 'object' || value === null) return undefined;
  for (const [key, member] of Object.entries(value)) {
    const rest = pathTo(member, sought);
    if (rest !== undefined) return [Array.isArray(value) ? Number(key) : key, ...rest];
  }
  return undefined;
}
