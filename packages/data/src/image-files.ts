import { lstatSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { InputError, plural, resolveInside, sha256 } from '@frostline/base';
import type { CsvTable } from './csv-table.js';

/** What is tried, in this order, when an id carries no extension and the competition names none. */
const EXTENSIONS = ['.png', '.jpg', '.jpeg', '.webp', '.tif', '.tiff', '.gif', '.avif'];
const NAMED_IN_ERROR = 5;

export interface ImageFile {
  readonly path: string;
  /** SHA-256 of the file's bytes. */
  readonly sha256: string;
}

/**
 * Finds and hashes the image of every id.
 *
 * @param folder real path of the image folder
 * @param table where the ids stand, row for row
 * @param alive called for every image
 * @throws InputError `image-missing` that counts the missing images and names the first five, `path-outside` when an id
 * leads out of the folder
 */
export function findImages(
  folder: string,
  ids: readonly string[],
  table: CsvTable,
  { extension, alive }: { extension: string | undefined; alive: () => void },
): ImageFile[] {
  const missing: string[] = [];
  const images: ImageFile[] = [];
  for (const [row, id] of ids.entries()) {
    const file = findImage(folder, id, extension, () => table.placeOf(row));
    if (file === undefined) missing.push(`${id} (line ${table.lineOf(row)})`);
    else images.push({ path: file, sha256: sha256(readFileSync(file)) });
    alive();
  }
  if (missing.length > 0)
    throw new InputError(
      'image-missing',
      `${missing.length} of ${plural(ids.length, 'image')} ${missing.length === 1 ? 'does' : 'do'} not exist`,
      {
        place: table.file,
        found: missing.slice(0, NAMED_IN_ERROR).join(', ') + (missing.length > NAMED_IN_ERROR ? ', …' : ''),
        allowed: `files below ${folder}${extension === undefined ? '' : ` named id + ${extension}`}`,
      },
    );
  return images;
}

function findImage(
  folder: string,
  id: string,
  extension: string | undefined,
  place: () => string,
): string | undefined {
  for (const name of candidates(id, extension)) {
    const kind = isPlainName(name) ? kindOf(path.join(folder, name)) : 'unknown';
    if (kind === 'file') return path.join(folder, name);
    if (kind === 'missing') continue;
    // Symbolic links and names with folders in them may lead anywhere: the slow check.
    const file = resolveOrMissing(folder, name, place());
    if (file !== undefined) return file;
  }
  return undefined;
}

function candidates(id: string, extension: string | undefined): string[] {
  if (extension !== undefined) return [id.endsWith(extension) ? id : id + extension];
  return EXTENSIONS.includes(path.extname(id).toLowerCase())
    ? [id]
    : EXTENSIONS.map((candidate) => id + candidate);
}

function isPlainName(name: string): boolean {
  return !/[/\\\0]/.test(name);
}

function kindOf(file: string): 'file' | 'missing' | 'unknown' {
  const status = lstatSync(file, { throwIfNoEntry: false });
  if (status === undefined) return 'missing';
  return status.isFile() ? 'file' : 'unknown';
}

function resolveOrMissing(folder: string, name: string, place: string): string | undefined {
  try {
    const file = resolveInside(folder, name, place);
    return statSync(file).isFile() ? file : undefined;
  } catch (error) {
    if (error instanceof InputError && error.code === 'file-missing') return undefined;
    throw error;
  }
}
