import { InputError } from '@frostline/base';

/**
 * Refuses what an op cannot take, before it reaches a runtime that would broadcast it or has words of its own: the same
 * on every engine, since a traced step runs the same function.
 *
 * @throws InputError `op-input` unless it holds
 */
export function checkInput(holds: boolean, op: string, found: unknown, allowed: string): void {
  if (!holds) throw new InputError('op-input', `${op} cannot take this`, { found, allowed });
}

/**
 * An axis counted from zero; negative ones count from the end.
 *
 * @throws InputError `op-input` unless −rank ≤ axis < rank
 */
export function checkedAxis(op: string, axis: number, rank: number): number {
  const holds = Number.isInteger(axis) && axis >= -rank && axis < rank;
  checkInput(holds, op, { axis, rank }, `an axis from ${String(-rank)} to ${String(rank - 1)}`);
  return axis < 0 ? axis + rank : axis;
}

/** Whether all are whole numbers, and at least `least`. */
export const areWhole = (values: readonly number[], least: number): boolean =>
  values.every((value) => Number.isInteger(value) && value >= least);
