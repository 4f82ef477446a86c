import { readdirSync, rmSync } from 'node:fs';
import path from 'node:path';

/** The ledger of a state folder. */
export function ledgerFile(home: string): string {
  return path.join(home, 'ledger.db');
}

/** Empties a state folder whose owner this process is; the lock itself stays. */
export function emptyStateFolder(home: string): void {
  for (const name of readdirSync(home))
    if (!name.startsWith('owner.db')) rmSync(path.join(home, name), { recursive: true, force: true });
}
