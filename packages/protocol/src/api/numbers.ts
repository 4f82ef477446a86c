import { z } from 'zod';

/** A number as JSON carries it: NaN and the infinities by their names. */
export const apiNumber = z.union([z.number(), z.enum(['NaN', 'Infinity', '-Infinity'])]);
export type ApiNumber = z.output<typeof apiNumber>;

/** The form of a number in the API. */
export function toApiNumber(value: number): ApiNumber {
  return Number.isFinite(value) ? value : (String(value) as ApiNumber);
}
