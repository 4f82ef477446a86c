import type { ApiAttempt } from '@frostline/protocol';
import type { ReactNode } from 'react';

/** How an attempt ended; of a failure its class, its code and what it said. */
export function AttemptOutcome({ attempt }: { readonly attempt: ApiAttempt }): ReactNode {
  const { outcome, failure, code, message, exitCode, signal } = attempt;
  if (failure === null) return outcome ?? 'training';
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
