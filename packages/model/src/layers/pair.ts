/** One number for both axes, or [vertical, horizontal]. */
export type NumberOrPair = number | readonly [number, number];

export const asPair = (value: NumberOrPair): readonly [number, number] =>
  typeof value === 'number' ? [value, value] : value;

export const isPairOf = (pair: readonly [number, number], value: number): boolean =>
  pair[0] === value && pair[1] === value;
