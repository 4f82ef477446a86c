import type { FreezePhase, Penalty } from '@frostline/model';

/** Parameters that are updated alike, as in torch's `param_groups`. */
export interface ParameterGroup {
  /** In the net's order. */
  readonly keys: readonly string[];
  /** Factor on the learning rate. */
  readonly rateScale: number;
  /** What stands in the place of the weight decay; null where that applies. */
  readonly penalty: Penalty | null;
  /** The epoch since which they train and their moments grow; counted from 0. */
  readonly firstEpoch: number;
}

/**
 * The parameters that train in a phase, by what an update needs to know of them. Parameters that thawed at different
 * epochs are in different groups: Adam corrects its moments by the number of updates that they have seen, and one that
 * began late would otherwise begin with a step that is 2.5 times too large.
 *
 * @param keys those of all parameters, in the net's order
 */
export function parameterGroups(
  phases: readonly FreezePhase[],
  index: number,
  keys: readonly string[],
): ParameterGroup[] {
  const state = phases[index]?.state;
  const groups = new Map<string, ParameterGroup & { keys: string[] }>();
  for (const key of keys) {
    if (!state?.trains(key)) continue;
    const group = {
      rateScale: state.rateScale(key),
      penalty: state.penalty(key),
      firstEpoch: trainsSince(phases, index, key),
    };
    const name = JSON.stringify(group);
    const known = groups.get(name);
    if (known === undefined) groups.set(name, { keys: [key], ...group });
    else known.keys.push(key);
  }
  return [...groups.values()];
}

function trainsSince(phases: readonly FreezePhase[], index: number, key: string): number {
  let first = index;
  while (phases[first]?.restarts === false && phases[first - 1]?.state.trains(key) === true) first--;
  return phases[first]?.firstEpoch ?? 0;
}
