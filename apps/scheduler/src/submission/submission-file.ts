import { InputError, usingPath } from '@frostline/base';
import { statSync } from 'node:fs';
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
 * Makes sure that writing a submission replaces nothing unasked: it may be the one that was handed in.
 *
 * @throws InputError `file-exists`, `unusable-path`
 */
export function checkSubmissionFile({ out, force }: SubmissionFile): void {
  const there = usingPath(out, 'name another file with --out', () =>
    statSync(out, { throwIfNoEntry: false }),
  );
  if (force || there === undefined || there.isDirectory()) return;
  throw new InputError('file-exists', 'this file is there already', {
    place: out,
    allowed: 'a file that is not there yet',
    fix: 'move it away, or replace it with --force',
  });
}
