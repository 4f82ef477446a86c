import { toApiNumber, type ApiNumber } from '@frostline/protocol';

/** A number in the API's form; null where there is none. */
export function optionalNumber(value: number | null | undefined): ApiNumber | null {
  return value === null || value === undefined ? null : toApiNumber(value);
}

/** Named numbers in the API's form. */
export function numberRecord(values: Readonly<Record<string, number>>): Record<string, ApiNumber> {
  const numbers: Record<string, ApiNumber> = {};
  for (const [name, value] of Object.entries(values)) numbers[name] = toApiNumber(value);
  return numbers;
}
