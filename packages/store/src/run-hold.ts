/** Proof that a worker holds a run: what `claimRun` gave out, and every later change must show. */
export interface RunHold {
  readonly runId: string;
  readonly attempt: number;
  readonly token: string;
}

/**
 * What became of a change under a hold. `duplicate`: it was applied before, so acknowledge it again.
 * `stale`: the run is no longer held under this token; nothing was changed and the sender must stop.
 */
export type ChangeOutcome = 'accepted' | 'duplicate' | 'stale';
