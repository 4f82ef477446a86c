import { randomBytes } from 'node:crypto';
import { linkSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { unfinishedName, usingPath } from '@frostline/base';
import { isToken } from './hosts.js';

/**
 * The token of a state folder's API, made at the first call and kept: a link that was shared goes on working. Only this
 * user may read it.
 *
 * @throws InputError `unusable-path` where it can be neither read nor made
 */
export function stateToken(home: string): string {
  const file = path.join(home, 'api-token');
  return usingPath(
    file,
    'make its folder writable for this user, or name another with --home',
    () => read(file) ?? create(file),
  );
}

/** Undefined where there is none; what a crash or an editor left of one is removed. */
function read(file: string): string | undefined {
  try {
    const text = readFileSync(file, 'utf8').trim();
    if (isToken(text)) return text;
    rmSync(file);
    return undefined;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

/** Of two processes that create it at once, both get the token of the one that came first. */
function create(file: string): string {
  const temporary = unfinishedName(file);
  writeFileSync(temporary, `${randomBytes(24).toString('base64url')}\n`, {
    flag: 'wx',
    mode: 0o600,
    flush: true,
  });
  try {
    linkSync(temporary, file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    rmSync(temporary, { force: true });
  }
  return readFileSync(file, 'utf8').trim();
}
