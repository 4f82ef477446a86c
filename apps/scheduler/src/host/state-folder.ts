import { InputError, resolveInside, usingPath } from '@frostline/base';
import { listSweeps, openLedger, runsOf } from '@frostline/store';
import { existsSync, readdirSync, rmdirSync, rmSync, statSync } from 'node:fs';
import path from 'node:path';
import { runsFolder } from './logs.js';

/** What Frostline itself writes into a state folder. */
const ownNames = [
  /^ledger\.db/,
  /^owner\.db/,
  /^(runs|packs|features)$/,
  /^owner\.log\.jsonl$/,
  /^scheduler\.json$/,
  /^api-token$/,
  /^\.(scheduler\.json|api-token)\..*\.tmp$/,
];

/** Content-addressed files, their locks, and what a killed writer left of them. */
const cacheFile = /^\.?[0-9a-f]{64}\.(bin|json|safetensors)(\.lock|\.[0-9a-f-]{36}\.tmp)?$/;

/** The ledger of a state folder. */
export function ledgerFile(home: string): string {
  return path.join(home, 'ledger.db');
}

/**
 * Makes sure that a state folder has a ledger that this version can use, and writes nothing: what is to be changed must
 * be there first.
 *
 * @throws InputError `ledger-missing`, `ledger-newer`, `ledger-foreign`, `ledger-damaged`
 */
export function checkLedger(home: string): void {
  try {
    openLedger(ledgerFile(home), { readonly: true }).close();
  } catch (error) {
    // Its next owner brings it up to date.
    if (!(error instanceof InputError && error.code === 'ledger-older')) throw error;
  }
}

/**
 * Makes sure that a folder is a state folder, or may become one: somebody's data must not end up among the state, and
 * be taken for it later.
 *
 * @throws InputError `not-a-state-folder` when it holds something and nothing of it says that it is a state folder;
 * `unusable-path`; as `checkLedger` when its ledger is none
 */
export function checkStateFolder(home: string): void {
  usingPath(home, 'name another folder with --home', () => {
    refuseForeignFolder(home);
  });
}

function refuseForeignFolder(home: string): void {
  if (!existsSync(home)) return;
  const isFolder = statSync(home).isDirectory();
  if (isFolder && existsSync(ledgerFile(home))) {
    checkLedger(home);
    return;
  }
  if (isFolder && mayBecomeStateFolder(readdirSync(home))) return;
  throw new InputError('not-a-state-folder', 'this is not a state folder of Frostline', {
    place: home,
    found: isFolder ? 'a folder with other files' : 'a file',
    allowed: 'a folder that is new, empty, or was a state folder before',
    fix: 'name another folder with --home',
  });
}

/** Nothing is in it, or only what an owner or a server wrote that got no further or whose ledger was moved away. */
function mayBecomeStateFolder(names: readonly string[]): boolean {
  if (names.length === 0) return true;
  const was = names.includes('owner.db') || names.includes('api-token');
  return was && names.every((name) => ownNames.some((own) => own.test(name)));
}

/**
 * Forgets what a state folder holds, for its owner only. A folder's name proves nothing: it removes the runs that the
 * ledger knows and the caches' own files, and leaves whatever else stands among them, the owner's lock too.
 *
 * @throws InputError `path-outside` when the ledger names a run by a path that leaves the runs' folder; nothing was removed then
 */
export function emptyStateFolder(home: string): void {
  for (const folder of knownRunFolders(home)) rmSync(folder, { recursive: true });
  removeIfEmpty(runsFolder(home));
  for (const name of ['packs', 'features']) {
    const folder = path.join(home, name);
    for (const file of namesIn(folder)) if (cacheFile.test(file)) rmSync(path.join(folder, file));
    removeIfEmpty(folder);
  }
  // Last: as long as it stands, what it names can be found and removed by another try.
  for (const name of ['owner.log.jsonl', 'ledger.db-wal', 'ledger.db-shm', 'ledger.db'])
    rmSync(path.join(home, name), { force: true });
}

function knownRuns(home: string): string[] {
  if (!existsSync(ledgerFile(home))) return [];
  const ledger = openLedger(ledgerFile(home));
  try {
    return listSweeps(ledger).flatMap((sweep) => runsOf(ledger, sweep.id).map(({ id }) => id));
  } finally {
    ledger.close();
  }
}

/** Of the runs that have one. A ledger may come from anywhere: what it calls a run may be a way out of here. */
function knownRunFolders(home: string): string[] {
  const root = runsFolder(home);
  if (!existsSync(root)) return [];
  const there = new Set(namesIn(root));
  return knownRuns(home)
    .filter((run) => there.has(run) || path.basename(run) !== run)
    .map((run) => resolveInside(root, run, { place: ledgerFile(home) }));
}

function namesIn(folder: string): string[] {
  return existsSync(folder) ? readdirSync(folder) : [];
}

function removeIfEmpty(folder: string): void {
  if (existsSync(folder) && readdirSync(folder).length === 0) rmdirSync(folder);
}
