import type { ApiAttempt } from '@frostline/protocol';
import { isStoppedEarly } from '@frostline/protocol/labels';
import type { ReactNode } from 'react';

/**
 * How an attempt ended; of a failure its class, its code and what it said.
 *
 * @param step the last one of its run; null while it goes on
 * @param live whether a process runs the sweep
 */
export function AttemptOutcome({
  attempt,
  step,
  live,
}: {
  readonly attempt: ApiAttempt;
  readonly step: number | null;
  readonly live: boolean;
}): ReactNode {
  const { outcome, failure, code, message, exitCode, signal } = attempt;
  if (isStoppedEarly(attempt, step)) return 'complete, stopped early';
  if (failure === null) return outcome ?? (live ? 'training' : 'interrupted');
  const ending =
    signal !== null ? `by ${signal}` : exitCode !== null && exitCode !== 0 ? `exit ${exitCode}` : '';
  return (
    <>
      <span className="failure">{failure}</span> {ending}
      {code !== null && <span className="mono quiet"> {code}</span>}
      {message !== null && <div>{message}</div>}
    </>
  );
}
