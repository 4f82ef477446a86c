import type { Ledger } from '../ledger.js';

/**
 * A number that changes when another connection, of this process or another, commits to the ledger; what was read
 * before is stale then. It means something only beside earlier ones of the same open ledger, whose own commits it
 * does not count: ask it of a read-only one.
 */
export function ledgerRevision(ledger: Ledger): number {
  return ledger.get<{ data_version: number }>('PRAGMA data_version')?.data_version ?? 0;
}
