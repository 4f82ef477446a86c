import { InternalError } from '@frostline/base';

/**
 * Numbers that SQLite and JSON cannot hold: SQLite stores NaN as NULL, JSON all three as null.
 * They are kept by name, so that a diverged run reads as what it was.
 */
const specials = new Map([NaN, Infinity, -Infinity].map((number) => [String(number), number]));

/** The two columns of a stored number: `value` when finite, else `special` with its name. */
export interface StoredNumber {
  readonly value: number | null;
  readonly special: string | null;
}

export function storeNumber(number: number): StoredNumber {
  return Number.isFinite(number)
    ? { value: number, special: null }
    : { value: null, special: String(number) };
}

export function loadNumber({ value, special }: StoredNumber): number {
  return value ?? namedNumber(special);
}

/** Named numbers as JSON text, NaN and infinities as their names. */
export function storeValues(values: Readonly<Record<string, number>>): string {
  return JSON.stringify(values, (_key, value: unknown) =>
    typeof value === 'number' && !Number.isFinite(value) ? String(value) : value,
  );
}

export function loadValues(text: string): Record<string, number> {
  const stored = JSON.parse(text) as Record<string, number | string>;
  // In place, and only those that need it: a leaderboard loads tens of thousands.
  for (const name in stored) {
    const value = stored[name];
    if (typeof value === 'string') stored[name] = namedNumber(value);
  }
  return stored as Record<string, number>;
}

/** One member of a stored JSON text. */
export function loadValue(value: number | string): number {
  return typeof value === 'number' ? value : namedNumber(value);
}

function namedNumber(name: string | null): number {
  const number = name === null ? undefined : specials.get(name);
  if (number === undefined)
    throw new InternalError('the ledger holds a number it cannot read', { found: name });
  return number;
}
