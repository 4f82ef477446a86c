import type { Pair } from '../kernels/attributes.js';

/** One number for both axes, or [vertical, horizontal]. */
export type Size = number | Pair;

export function pairOf(size: Size): Pair {
  return typeof size === 'number' ? [size, size] : size;
}
