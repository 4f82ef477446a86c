import type { BackboneEntry, Catalog, TrialSettings } from '@frostline/protocol';
import { freezePhases, parseFreeze, type PlannedPhase } from '@frostline/protocol/freeze';

/** A phase of a trial's freeze schedule, with its length. */
export interface TrialPhase extends PlannedPhase {
  readonly epochs: number;
}

/**
 * What a trial trains when.
 *
 * @throws InputError `bad-freeze` for a strategy or stage that there is not, or with too few epochs
 */
export function trialPhases(
  { freeze, epochs }: Pick<TrialSettings, 'freeze' | 'epochs'>,
  backbone: BackboneEntry,
  { strategies }: Pick<Catalog, 'strategies'>,
): TrialPhase[] {
  const phases = freezePhases(parseFreeze(freeze, backbone, strategies), backbone, epochs);
  return phases.map((phase, index) => ({
    ...phase,
    epochs: (phases[index + 1]?.firstEpoch ?? epochs) - phase.firstEpoch,
  }));
}
