import type { FailureClass, RunState } from '@frostline/protocol';
import type { Ledger } from '../ledger.js';
import type { ChangeOutcome, RunHold } from '../run-hold.js';

export interface AttemptEnd {
  /** The state that the run goes to. */
  readonly to: Exclude<RunState, 'running'>;
  readonly outcome: 'complete' | 'failed' | 'stopped';
  readonly failure?: RunFailure;
}

/** Why an attempt failed, and how its process died if it did. */
export interface RunFailure {
  readonly class: FailureClass;
  readonly code: string;
  readonly message: string;
  readonly exitCode?: number | null;
  readonly signal?: string | null;
}

/**
 * Ends the attempt that holds a run: compare-and-set on (running, token), the run's new state and the attempt's end.
 * Runs inside the caller's transaction. A repetition of the same end is a duplicate; any other is stale.
 */
export function endAttempt(
  ledger: Ledger,
  { runId, attempt, token }: RunHold,
  { to, outcome, failure }: AttemptEnd,
  result: RunResultColumns = noResult,
): ChangeOutcome {
  const released = ledger.run(releaseSql, { runId, attempt, token, to, ...result });
  if (released === 0) {
    const ended = ledger.get<{ outcome: string | null }>(endedSql, { runId, attempt, token });
    return ended?.outcome === outcome ? 'duplicate' : 'stale';
  }
  ledger.run(endSql, {
    runId,
    attempt,
    outcome,
    now: ledger.clock.now(),
    failure: failure?.class ?? null,
    code: failure?.code ?? null,
    message: failure?.message ?? null,
    exitCode: failure?.exitCode ?? null,
    signal: failure?.signal ?? null,
  });
  return 'accepted';
}

/** The columns of a run that only a complete one has. */
export type RunResultColumns = Readonly<
  Record<'values' | 'sha256' | 'outOfFold' | 'test', string | null> &
    Record<'step' | 'epoch' | 'seconds', number | null>
>;

const noResult: RunResultColumns = {
  values: null,
  sha256: null,
  outOfFold: null,
  test: null,
  step: null,
  epoch: null,
  seconds: null,
};

const releaseSql = `
  UPDATE run SET state = @to, token = NULL, result_step = @step, result_epoch = @epoch, result_values = @values,
    weights_sha256 = @sha256, out_of_fold = @outOfFold, test = @test, seconds = @seconds
  WHERE id = @runId AND state = 'running' AND attempts = @attempt AND token = @token`;
const endedSql = `
  SELECT a.outcome FROM run r JOIN attempt a ON a.run = r.key AND a.attempt = @attempt
  WHERE r.id = @runId AND a.token = @token`;
const endSql = `
  UPDATE attempt SET ended = @now, outcome = @outcome, failure = @failure, code = @code, message = @message,
    exit_code = @exitCode, signal = @signal
  WHERE run = (SELECT key FROM run WHERE id = @runId) AND attempt = @attempt`;
