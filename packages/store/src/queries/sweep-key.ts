import { InternalError } from '@frostline/base';
import type { Ledger } from '../ledger.js';

/** The internal key of a sweep that a caller already found; an unknown id is the caller's defect. */
export function sweepKey(ledger: Ledger, sweepId: string): number {
  return sweepFacts(ledger, sweepId).key;
}

/** The same with the metric that its trials are scored by. */
export function sweepFacts(
  ledger: Ledger,
  sweepId: string,
): { readonly key: number; readonly metric: string } {
  const row = ledger.get<{ key: number; metric: string }>(
    'SELECT key, metric FROM sweep WHERE id = @sweepId',
    { sweepId },
  );
  if (row === undefined) throw new InternalError('no such sweep', { found: sweepId });
  return row;
}
