import { InternalError } from '@frostline/base';

/** The entry of a record, or the element of a list, that must be there. */
export function entry<T>(record: Readonly<Record<string, T>> | readonly T[], key: string | number): T {
  const value = (record as Readonly<Record<string | number, T>>)[key];
  if (value === undefined)
    throw new InternalError('a step lacks an entry', { found: key, allowed: Object.keys(record) });
  return value;
}

/** The entries named, as a new record. */
export function pick<T>(record: Readonly<Record<string, T>>, keys: readonly string[]): Record<string, T> {
  return Object.fromEntries(keys.map((key) => [key, entry(record, key)]));
}

/** Where the sum of a step's gradients so far stands in the state; zero between two steps. */
export const GRADIENT_SUM = 'accumulated/gradient';

/** Where a moment stands in the state; state-dict keys hold no slash. */
export const momentKey = (moment: string): string => `moment/${moment}`;
