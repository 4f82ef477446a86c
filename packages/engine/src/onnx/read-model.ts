import { InputError, resolveInside } from '@frostline/base';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { readOnnxNames, type OnnxNames } from './read-names.js';

/** A model as it lies on the disk. */
export interface ModelOnDisk {
  readonly bytes: Uint8Array;
  readonly names: OnnxNames;
  /** Files with its large constants, by the name that the model has for them; all lie in its folder. */
  readonly beside: ReadonlyMap<string, string>;
}

/**
 * Reads a model's file, and finds those beside it.
 *
 * @throws InputError `file-missing`, `onnx-file` for a file that is no model, `path-outside` for one that names files
 * elsewhere
 */
export function readModel(file: string): ModelOnDisk {
  const bytes = readFile(file);
  const names = readOnnxNames(bytes, file);
  const folder = path.dirname(file);
  const beside = names.externalFiles.map(
    (name) => [name, resolveInside(folder, name, { place: file })] as const,
  );
  return { bytes, names, beside: new Map(beside) };
}

function readFile(file: string): Uint8Array {
  try {
    return readFileSync(file);
  } catch (cause) {
    throw new InputError('file-missing', 'cannot read the model', { place: file, cause });
  }
}
