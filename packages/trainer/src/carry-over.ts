import type { HostRecord } from '@frostline/engine';
import type { PhaseModel } from './phase-model.js';
import { averagedKeys } from './programs/averages.js';
import { averageKey, entry, joined, momentKey, pick } from './programs/records.js';

/**
 * The state with which a phase begins, from that with which the one before it ended. What thaws has its first values, and
 * zero moments; with a phase that restarts, all moments are zero. Moving averages go on: that of what stood still is its
 * value.
 *
 * @param state parameters, buffers, moments and averages of the tail of `from`
 * @param kept the optimizer's moments, and whether averages are kept
 */
export function carryOver(
  state: HostRecord,
  from: PhaseModel,
  to: PhaseModel,
  { moments, averages }: { readonly moments: readonly string[]; readonly averages: boolean },
): HostRecord {
  const next: HostRecord = { ...to.tail, ...pick(state, Object.keys(from.tail)) };
  for (const moment of moments) {
    const before = to.restarts ? new Map<string, Float32Array>() : valuesByKey(state, from, moment);
    for (const [index, { keys }] of to.groups.entries()) {
      const parts = keys.map((key) => before.get(key) ?? new Float32Array(entry(to.tail, key).data.length));
      next[momentKey(moment, index)] = joined(parts);
    }
  }
  if (averages)
    for (const key of averagedKeys(to)) next[averageKey(key)] = state[averageKey(key)] ?? entry(next, key);
  return next;
}

/** A moment of each parameter. */
function valuesByKey(state: HostRecord, { groups, tail }: PhaseModel, moment: string) {
  const values = new Map<string, Float32Array>();
  for (const [index, { keys }] of groups.entries()) {
    const all = entry(state, momentKey(moment, index)).data as Float32Array;
    let first = 0;
    for (const key of keys) {
      const { length } = entry(tail, key).data;
      values.set(key, all.subarray(first, first + length));
      first += length;
    }
  }
  return values;
}
