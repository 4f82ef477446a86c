import { InputError, usingPath } from '@frostline/base';
import { existsSync, realpathSync, statSync } from 'node:fs';
import path from 'node:path';

/** Where a submission goes. */
export interface SubmissionFile {
  /** Absolute path of the file to write. */
  readonly out: string;
  /** Whether a file that stands there may be replaced. */
  readonly force: boolean;
}

/** Where it goes unless a person says otherwise. */
export function defaultSubmission(cwd: string, force: boolean): SubmissionFile {
  return { out: path.join(cwd, 'submission.csv'), force };
}

/**
 * Makes sure that writing a submission replaces nothing unasked: it may be the one that was handed in. A device or another
 * thing that is no file is never replaced.
 *
 * @throws InputError `file-exists`, `not-a-file`, `unusable-path`
 */
export function checkSubmissionFile({ out, force }: SubmissionFile): void {
  const there = usingPath(out, 'name another file with --out', () =>
    statSync(out, { throwIfNoEntry: false }),
  );
  if (there === undefined || there.isDirectory()) return;
  if (!there.isFile())
    throw new InputError('not-a-file', 'a submission replaces files only', {
      place: out,
      found: 'a device, a pipe or a socket',
      allowed: 'a file, or a name that is not taken',
    });
  if (force) return;
  throw new InputError('file-exists', 'this file is there already', {
    place: out,
    allowed: 'a file that is not there yet',
    fix: 'move it away, or replace it with --force',
  });
}

/** Not even `--force` writes over what a sweep reads. @throws InputError `input-file` */
export function checkNoInput(out: string, inputs: readonly string[]): void {
  if (!existsSync(out)) return;
  const real = realpathSync(out);
  if (!inputs.some((input) => input === real || (existsSync(input) && realpathSync(input) === real))) return;
  throw new InputError('input-file', 'this file is one that the sweep reads', {
    place: out,
    fix: 'name another file with --out',
  });
}
