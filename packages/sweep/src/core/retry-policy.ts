import type { FailureClass } from '@frostline/protocol';
import { batchParts } from './batch-parts.js';
import type { CoreRun } from './state.js';

/** Failures of a class after which a run has failed for good: one where another attempt would only repeat it. */
const mostFailures: Readonly<Record<FailureClass, number>> = {
  'bad-input': 1,
  'bad-data': 1,
  'non-finite': 1,
  // Each next attempt works on smaller micro-batches: down to a sixteenth of the batch.
  'out-of-memory': 5,
  bug: 2,
  lost: 3,
  // No fault of the run's: it waits for room.
  'disk-full': Infinity,
};

/** Failures of all classes together, but for those after which the next attempt finds other conditions. */
const MOST_FAILURES = 3;

/** Whether a run that has failed, the last time with `failure`, may be tried again. */
export function mayRetry(
  { failures, batchSize }: Pick<CoreRun, 'failures' | 'batchSize'>,
  failure: FailureClass,
): boolean {
  const { 'disk-full': full = 0, 'out-of-memory': shortages = 0 } = failures;
  const all = Object.values(failures).reduce((sum, count) => sum + count, 0);
  if ((failures[failure] ?? 0) >= mostFailures[failure] || all - full - shortages >= MOST_FAILURES)
    return false;
  // A micro-batch of one image that is too large stays so.
  return (
    failure !== 'out-of-memory' || batchParts(batchSize, shortages) > batchParts(batchSize, shortages - 1)
  );
}
