import { openLedger, type Ledger, type LedgerOptions } from '@frostline/store';
import { ledgerFile } from './state-folder.js';

/** Opens a state folder's ledger while `action` runs. For its owner only. */
export async function withLedger<Result>(
  home: string,
  options: LedgerOptions,
  action: (ledger: Ledger) => Promise<Result>,
): Promise<Result> {
  const ledger = openLedger(ledgerFile(home), options);
  try {
    return await action(ledger);
  } finally {
    ledger.close();
  }
}
