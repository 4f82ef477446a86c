import { InputError } from '@frostline/base';
import { existsSync, readdirSync, rmSync, statSync } from 'node:fs';
import path from 'node:path';

/** What Frostline itself writes into a state folder, except for the owner's lock. */
const ownNames = [
  /^ledger\.db/,
  /^(runs|packs|features)$/,
  /^owner\.log\.jsonl$/,
  /^scheduler\.json$/,
  /^\.scheduler\..*\.tmp$/,
];

/** The ledger of a state folder. */
export function ledgerFile(home: string): string {
  return path.join(home, 'ledger.db');
}

/**
 * Makes sure that a folder is a state folder, or may become one: somebody's data must not end up among the state, and
 * be taken for it later.
 *
 * @throws InputError `not-a-state-folder` when it holds something and nothing of it says that it is a state folder
 */
export function checkStateFolder(home: string): void {
  if (!existsSync(home)) return;
  const isFolder = statSync(home).isDirectory();
  if (isFolder && isStateFolder(readdirSync(home))) return;
  throw new InputError('not-a-state-folder', 'this is not a state folder of Frostline', {
    place: home,
    found: isFolder ? 'a folder with other files' : 'a file',
    allowed: 'a folder that is new, empty, or was a state folder before',
    fix: 'name another folder with --home',
  });
}

function isStateFolder(names: readonly string[]): boolean {
  return names.length === 0 || names.includes('ledger.db') || names.includes('owner.db');
}

/** Forgets what a state folder holds, for its owner only: the lock stays, and whatever Frostline did not write. */
export function emptyStateFolder(home: string): void {
  for (const name of readdirSync(home))
    if (ownNames.some((own) => own.test(name)))
      rmSync(path.join(home, name), { recursive: true, force: true });
}
