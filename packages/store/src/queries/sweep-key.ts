import { InternalError } from '@frostline/base';
import type { Ledger } from '../ledger.js';

/** The internal key of a sweep that a caller already found; an unknown id is the caller's defect. */
export function sweepKey(ledger: Ledger, sweepId: string): number {
  const row = ledger.get<{ key: number }>('SELECT key FROM sweep WHERE id = @sweepId', { sweepId });
  if (row === undefined) throw new InternalError('no such sweep', { found: sweepId });
  return row.key;
}
