import { InternalError } from '@frostline/base';
import type { Ledger } from '../ledger.js';
import { storeValues } from '../numbers.js';
import { sweepFacts } from '../queries/sweep-key.js';

/**
 * Stores the metrics on a trial's pooled out-of-fold predictions, once all its runs are complete. The trial's score is
 * the one named as the sweep's metric.
 *
 * @throws InternalError when a run is not complete, or the sweep's metric is not among `values`
 */
export function scoreTrial(
  ledger: Ledger,
  sweepId: string,
  trialId: string,
  values: Readonly<Record<string, number>>,
): void {
  ledger.write(() => {
    const { key: sweep, metric } = sweepFacts(ledger, sweepId);
    if (values[metric] === undefined)
      throw new InternalError("a score lacks the sweep's metric", {
        found: Object.keys(values),
        allowed: metric,
      });
    if (ledger.run(scoreSql, { sweep, trialId, values: storeValues(values) }) === 0)
      throw new InternalError('a score needs a trial whose runs are all complete', { found: trialId });
  });
}

const scoreSql = `
  UPDATE sweep_trial SET pooled_values = @values
  WHERE sweep = @sweep AND trial = (SELECT key FROM trial WHERE id = @trialId)
    AND NOT EXISTS (SELECT 1 FROM run r WHERE r.trial = sweep_trial.trial AND r.state <> 'complete')`;
