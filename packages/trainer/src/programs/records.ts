import { InternalError } from '@frostline/base';
import type { HostTensor } from '@frostline/engine';

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

/** Where the sum of a step's gradients so far of a group stands in the state; zero between two steps. */
export const gradientSumKey = (group: number): string => `accumulated/gradient/${group}`;

/** Where a moment of a group of parameters stands in the state; state-dict keys hold no slash. */
export const momentKey = (moment: string, group: number): string => `moment/${moment}/${group}`;

/** Where the moving average of an entry stands in the state. */
export const averageKey = (key: string): string => `average/${key}`;

/** Where the values to which a penalty pulls a group stand in the state; they never change. */
export const anchorKey = (group: number): string => `pretrained/${group}`;

/** The name of a number that a step is given for a group of parameters. */
export const scalarKey = (name: string, group: number): string => `${name}/${group}`;

/** Values one after another, as one float32 vector. */
export function joined(parts: readonly ArrayLike<number>[]): HostTensor {
  const data = new Float32Array(parts.reduce((sum, { length }) => sum + length, 0));
  let first = 0;
  for (const part of parts) {
    data.set(part, first);
    first += part.length;
  }
  return { shape: [data.length], dtype: 'float32', data };
}
