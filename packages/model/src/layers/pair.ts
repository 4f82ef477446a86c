/** [vertical, horizontal]. */
export type Pair = readonly [number, number];

/** One number for both axes, or [vertical, horizontal]. */
export type NumberOrPair = number | Pair;

export const asPair = (value: NumberOrPair): Pair => (typeof value === 'number' ? [value, value] : value);

export const isPairOf = (pair: Pair, value: number): boolean => pair[0] === value && pair[1] === value;
