import type { FailureClass, FailureCounts } from '@frostline/protocol';

/** Failures of a class after which a run has failed for good: one where another attempt would only repeat it. */
const mostFailures: Readonly<Record<FailureClass, number>> = {
  'bad-input': 1,
  'bad-data': 1,
  'non-finite': 1,
  'out-of-memory': 2,
  bug: 2,
  lost: 3,
  // No fault of the run's: it waits for room.
  'disk-full': Infinity,
};

/** Failures of all classes together. */
const MOST_FAILURES = 3;

/** Whether a run with these failures, the last of which is `failure`, may be tried again. */
export function mayRetry(failures: FailureCounts, failure: FailureClass): boolean {
  const all = Object.values(failures).reduce((sum, count) => sum + count, 0);
  const total = all - (failures['disk-full'] ?? 0);
  return (failures[failure] ?? 0) < mostFailures[failure] && total < MOST_FAILURES;
}
