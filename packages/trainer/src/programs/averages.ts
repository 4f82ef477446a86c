import { ops, type HostRecord, type Tensor, type TensorRecord } from '@frostline/engine';
import { groupsKeys, type PhaseModel } from '../phase-model.js';
import { averageKey, entry } from './records.js';

/**
 * The entries of a phase's tail of which a moving average is kept: whatever changes and is no count. Those are all of
 * timm's `ModelEmaV3`, since the average of what stays as it is stays, too.
 */
export function averagedKeys({ tail, groups, backbone }: PhaseModel): string[] {
  const trained = new Set(groupsKeys(groups));
  const parameters = new Set([...backbone.namedParameters()].map(([key]) => key));
  return Object.entries(tail)
    .filter(([key, { dtype }]) => dtype === 'float32' && (trained.has(key) || !parameters.has(key)))
    .map(([key]) => key);
}

/**
 * The averages after a step.
 *
 * @param share scalar 1 − decay: how much of the new value comes in
 */
export function nextAverages(
  keys: readonly string[],
  {
    state,
    next,
    share,
  }: { readonly state: TensorRecord; readonly next: TensorRecord; readonly share: Tensor },
): TensorRecord {
  const averages = keys.map((key) => {
    const before = entry(state, averageKey(key));
    const value = next[key] ?? entry(state, key);
    // Of a value that stays, the average stays to the bit.
    return [averageKey(key), ops.add(before, ops.mul(ops.sub(value, before), share))] as const;
  });
  return Object.fromEntries(averages);
}

/** A tail with the averages in the place of what they are averages of. */
export function withAverages(state: HostRecord, keys: readonly string[]): HostRecord {
  return { ...state, ...Object.fromEntries(keys.map((key) => [key, entry(state, averageKey(key))])) };
}
