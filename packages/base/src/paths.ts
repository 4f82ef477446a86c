import { readdirSync, realpathSync } from 'node:fs';
import path from 'node:path';
import { InputError, type ErrorDetails } from './errors.js';
import { didYouMean } from './nearest.js';

/** A folder of images is no list of names to choose from. */
const mostNames = 1000;

/**
 * Resolves a path that came from outside against `root` and refuses what leaves it, symlinks included.
 *
 * @param details.fix what to do about a path that leaves `root`
 * @throws InputError `path-outside` when the path leaves `root` or holds a NUL, `file-missing` when it does not exist
 */
export function resolveInside(
  root: string,
  relative: string,
  { place, fix }: Pick<ErrorDetails, 'place' | 'fix'> = {},
): string {
  const refuse = (): InputError =>
    new InputError('path-outside', 'path leaves its folder', {
      place,
      found: relative,
      allowed: `a file below ${root}`,
      fix,
    });
  if (relative.includes('\0') || path.isAbsolute(relative)) throw refuse();
  const base = realpathSync(root);
  let real: string;
  try {
    real = realpathSync(path.resolve(base, relative));
  } catch (error) {
    if (isOutside(base, path.resolve(base, relative))) throw refuse();
    throw new InputError('file-missing', 'no such file or folder', {
      place,
      found: relative,
      fix: similarFile(path.resolve(base, relative)),
      cause: error,
    });
  }
  if (isOutside(base, real)) throw refuse();
  return real;
}

/** `did you mean "train.csv"?`, when a thing of nearly that name stands beside a missing one. */
export function similarFile(missing: string): string | undefined {
  try {
    return didYouMean(path.basename(missing), readdirSync(path.dirname(missing)).slice(0, mostNames));
  } catch {
    return undefined;
  }
}

function isOutside(base: string, target: string): boolean {
  const step = path.relative(base, target);
  return step === '..' || step.startsWith(`..${path.sep}`) || path.isAbsolute(step);
}
