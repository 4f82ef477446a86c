import { InputError } from '@frostline/base';
import { existsSync, readdirSync, type Dirent } from 'node:fs';
import path from 'node:path';

const folderName = '.frostline';

/** The state folder of a sweep file: `--home`, else `.frostline` beside it. */
export function homeOfSweep(sweepFile: string, cwd: string, home: string | undefined): string {
  return home === undefined ? path.join(path.dirname(sweepFile), folderName) : path.resolve(cwd, home);
}

/**
 * The state folder that a verb without a sweep file means: `--home`; else `.frostline` here or in a folder above; else
 * the only one up to two folders below, so that the repository's root finds `examples/fashion`; folders that cannot be
 * read are passed over.
 *
 * @throws InputError `no-home` when there is none, or when several are as good
 */
export function findHome(cwd: string, home: string | undefined): string {
  if (home !== undefined) {
    const folder = path.resolve(cwd, home);
    if (existsSync(folder)) return folder;
    throw new InputError('no-home', 'no such state folder', { place: '--home', found: home });
  }
  for (let folder = cwd; ; folder = path.dirname(folder)) {
    const candidate = path.join(folder, folderName);
    if (existsSync(candidate)) return candidate;
    if (path.dirname(folder) === folder) break;
  }
  const below = findBelow(cwd, 2);
  const [only] = below;
  if (only !== undefined && below.length === 1) return only;
  if (below.length > 1)
    throw new InputError('no-home', 'several state folders', {
      place: '--home',
      allowed: below.map((folder) => path.relative(cwd, folder)),
      fix: 'name one with --home',
    });
  throw new InputError('no-home', 'no state folder (.frostline) here, above or just below', {
    place: cwd,
    fix: 'run `frostline launch SWEEP.yaml` first, or name the folder with --home',
  });
}

function findBelow(folder: string, depth: number): string[] {
  const found: string[] = [];
  for (const entry of readableEntries(folder)) {
    if (!entry.isDirectory() || entry.name.startsWith('.') || entry.name === 'node_modules') continue;
    const child = path.join(folder, entry.name);
    const candidate = path.join(child, folderName);
    if (existsSync(candidate)) found.push(candidate);
    else if (depth > 1) found.push(...findBelow(child, depth - 1));
  }
  return found.sort();
}

function readableEntries(folder: string): Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch {
    return [];
  }
}
