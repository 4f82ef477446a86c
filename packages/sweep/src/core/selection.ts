import type { CoreRun } from './state.js';

/** Which runs a person means: one, those of one trial, or all. */
export interface Selection {
  readonly trialId?: string | undefined;
  readonly runId?: string | undefined;
}

/** Whether a run is one of those meant. */
export function isSelected(
  run: Pick<CoreRun, 'id' | 'trialId'>,
  { trialId = run.trialId, runId = run.id }: Selection,
): boolean {
  return trialId === run.trialId && runId === run.id;
}
