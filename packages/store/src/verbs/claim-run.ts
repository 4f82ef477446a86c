import type { Ledger } from '../ledger.js';
import type { RunHold } from '../run-hold.js';

export interface Claim extends RunHold {
  /** Where this attempt writes, relative to the state folder. */
  readonly artifacts: string;
}

/**
 * waiting | paused → running, as the run's next attempt under a fresh token.
 *
 * @returns undefined when the run is held, finished or unknown: of several claims exactly one succeeds
 */
export function claimRun(
  ledger: Ledger,
  runId: string,
  { worker, device }: { readonly worker: string; readonly device: string },
): Claim | undefined {
  return ledger.write(() => {
    const token = ledger.newToken();
    const claimed = ledger.get<{ key: number; attempt: number }>(claimSql, { runId, token });
    if (claimed === undefined) return undefined;
    const { key, attempt } = claimed;
    const artifacts = `runs/${runId}/attempt-${attempt}`;
    ledger.run(attemptSql, { key, attempt, token, worker, device, artifacts, now: ledger.clock.now() });
    return { runId, attempt, token, artifacts };
  });
}

const claimSql = `
  UPDATE run SET state = 'running', attempts = attempts + 1, token = @token
  WHERE id = @runId AND state IN ('waiting', 'paused')
  RETURNING key, attempts AS attempt`;
const attemptSql = `
  INSERT INTO attempt (run, attempt, token, worker, device, artifacts, claimed)
  VALUES (@key, @attempt, @token, @worker, @device, @artifacts, @now)`;
