/** A value that a trial has for a setting; null or absent: the setting does not exist there. */
export type SettingValue = string | number | boolean | null | undefined;

/**
 * A setting as the forest sees it. Its values fall into levels that are numbered in order: absence first, then rising
 * numbers, or categories as they come. Only their order counts, so a rate and its logarithm are the same.
 */
export interface LeveledSetting {
  readonly name: string;
  /** Whether a split may cut between neighbouring levels; else it sets one level apart. */
  readonly ordered: boolean;
  /** The level of each trial. */
  readonly levels: Uint16Array;
  /** The share of the trials at each level. */
  readonly shares: Float64Array;
}

/** Numbers of more values than this are cut into as many groups of about equal size. */
const mostLevels = 256;

/** The settings in which trials differ, by name. */
export function leveledSettings(trials: readonly Readonly<Record<string, SettingValue>>[]): LeveledSetting[] {
  const names = [...new Set(trials.flatMap((settings) => Object.keys(settings)))].sort();
  return names
    .map((name) =>
      leveled(
        name,
        trials.map((settings) => settings[name]),
      ),
    )
    .filter(({ shares }) => shares.length > 1);
}

function leveled(name: string, values: readonly SettingValue[]): LeveledSetting {
  const ordered = values.every((value) => isAbsent(value) || typeof value === 'number');
  const levelOf = ordered ? levelsOfNumbers(values) : levelsOfCategories(values);
  const levels = Uint16Array.from(values, (value) => levelOf.get(value ?? null) ?? 0);
  const shares = new Float64Array(1 + levels.reduce((most, level) => Math.max(most, level), 0));
  for (const level of levels) shares[level] = (shares[level] ?? 0) + 1 / values.length;
  return { name, ordered, levels, shares };
}

type Levels = ReadonlyMap<string | number | boolean | null, number>;

function levelsOfCategories(values: readonly SettingValue[]): Levels {
  const distinct = [...new Set(values.map((value) => value ?? null))];
  return new Map(distinct.map((value, level) => [value, level]));
}

function levelsOfNumbers(values: readonly SettingValue[]): Levels {
  const numbers = values.filter((value) => typeof value === 'number').sort((a, b) => a - b);
  const levels = new Map<number | null, number>();
  if (numbers.length < values.length) levels.set(null, 0);
  const first = levels.size;
  const many = new Set(numbers).size > mostLevels;
  let level = first - 1;
  let group = -1;
  numbers.forEach((number, rank) => {
    if (levels.has(number)) return;
    // Equal numbers share a level; with many of them so do neighbours, by the rank of the first.
    const next = many ? Math.floor((rank * mostLevels) / numbers.length) : group + 1;
    if (next !== group) level += 1;
    group = next;
    levels.set(number, level);
  });
  return levels;
}

function isAbsent(value: SettingValue): value is null | undefined {
  return value === null || value === undefined;
}
