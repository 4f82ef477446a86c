import { InputError, similarFile } from '@frostline/base';
import { statSync } from 'node:fs';
import path from 'node:path';

/** Where names of files in a sweep file lead, and where they stand. */
export interface SweepPlaces {
  /** The folder of the sweep file, which paths are relative to. */
  readonly folder: string;
  /** `file:line:column` of a member of the sweep file. */
  readonly placeOf: (path: readonly PropertyKey[]) => string;
}

/**
 * The absolute path of a file that a sweep file names.
 *
 * @param written the path as it stands there
 * @param place where it stands
 * @param kind what it is: `model`; and of which form: `an ONNX file`
 * @throws InputError `file-missing`
 */
export function namedFile(
  written: string,
  { folder, place, kind, form }: { folder: string; place: string; kind: string; form: string },
): string {
  const file = path.resolve(folder, written);
  if (statSync(file, { throwIfNoEntry: false })?.isFile() === true) return file;
  throw new InputError('file-missing', `no such ${kind}`, {
    place,
    found: written,
    allowed: `the path of ${form}, from the folder of the sweep file`,
    fix: similarFile(file),
  });
}
