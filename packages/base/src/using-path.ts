import { InputError } from './errors.js';

/** What the system says of a path that a person can mend, in words. */
const reasons: Readonly<Record<string, string>> = {
  EACCES: 'this user may not go or write there',
  EPERM: 'this user may not go or write there',
  EROFS: 'a file system that is read-only',
  EISDIR: 'a folder where a file should be',
  ENOTDIR: 'a file where a folder should be',
  EEXIST: 'something that is no folder',
  ENOENT: 'a folder in which nothing can be made',
  ENAMETOOLONG: 'a name that is too long',
  ELOOP: 'links that lead in a circle',
};

/**
 * Does something with a path that a person gave; what the system refuses because of the path is their input's error.
 *
 * @param fix what to do about it, e.g. `name another file with --out`
 * @throws InputError `unusable-path`; other errors as they are, a full disk's too
 */
export function usingPath<Result>(file: string, fix: string, action: () => Result): Result {
  try {
    return action();
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    const reason = reasons[code];
    if (reason === undefined) throw error;
    throw new InputError('unusable-path', 'this place cannot be used', {
      place: file,
      found: `${reason} (${code})`,
      allowed: 'a place that this user may write, below folders',
      fix,
      cause: error,
    });
  }
}
