import { lstatSync, readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { InputError, plural, resolveInside, sha256, systemClock } from '@frostline/base';
import { endsWithAny, IMAGE_ENDINGS, UNREAD_ENDINGS } from './image-endings.js';
import { nameOfRow, type Table } from './table.js';

const NAMED_IN_ERROR = 5;
/** How long images are hashed at a stretch, before other work of the process has its turn, milliseconds. */
const TURN_MS = 25;
const OUTSIDE = 'ids and links stay within the folder of the images: name the one that really holds them';

export interface ImageFile {
  readonly path: string;
  /** SHA-256 of the file's bytes. */
  readonly sha256: string;
}

/** What a long reading heeds. */
export interface Reading {
  /** Called for every image that is hashed: a sign of life for whoever waits. */
  readonly alive: () => void;
  /** When aborted, reading ends after a few more images, and its reason is thrown. */
  readonly signal: AbortSignal | undefined;
}

interface FindOptions extends Reading {
  readonly extension: string | undefined;
}

/**
 * Finds and hashes the image of every id.
 *
 * @param folder real path of the image folder
 * @param table where the ids stand, row for row
 * @param alive called for every image
 * @param signal ends the search within a few images; its reason is thrown
 * @throws InputError `image-missing` that counts the missing images and names the first five, `image-format` likewise for
 * those in a format that is not read, `path-outside` when an id leads out of the folder
 */
export async function findImages(
  folder: string,
  ids: readonly string[],
  table: Table,
  { extension, alive, signal }: FindOptions,
): Promise<ImageFile[]> {
  const missing: string[] = [];
  const unread: string[] = [];
  const images: ImageFile[] = [];
  const namesIn = folderListings();
  let turn = systemClock.monotonic();
  for (const [row, id] of ids.entries()) {
    const file = findImage(folder, candidates(id, extension), namesIn, () => table.placeOf(row));
    if (file === undefined) missing.push(nameOfRow(table, row, id));
    else if (endsWithAny(file, UNREAD_ENDINGS)) unread.push(nameOfRow(table, row, path.basename(file)));
    else images.push({ path: file, sha256: sha256(readFileSync(file)) });
    alive();
    if (systemClock.monotonic() - turn < TURN_MS) continue;
    await setImmediate();
    signal?.throwIfAborted();
    turn = systemClock.monotonic();
  }
  const of = plural(ids.length, 'image');
  if (missing.length > 0)
    throw new InputError(
      'image-missing',
      `${missing.length} of ${of} ${missing.length === 1 ? 'does' : 'do'} not exist`,
      {
        place: table.file,
        found: examples(missing),
        allowed: `files below ${folder} named id + ${extension ?? `one of ${IMAGE_ENDINGS.join(', ')}`}, in upper or lower case`,
      },
    );
  if (unread.length > 0)
    throw new InputError(
      'image-format',
      `${unread.length} of ${of} ${unread.length === 1 ? 'is' : 'are'} in a format that is not read`,
      {
        place: table.file,
        found: examples(unread),
        allowed: IMAGE_ENDINGS,
        fix: `convert them, e.g. with ImageMagick's \`mogrify -format png\`${extension === undefined ? '' : ', and set extension: .png in competition.yaml'}`,
      },
    );
  return images;
}

function examples(all: readonly string[]): string {
  return all.slice(0, NAMED_IN_ERROR).join(', ') + (all.length > NAMED_IN_ERROR ? ', …' : '');
}

/** The first name that is there as written, else the first that is there with its ending in another case. */
function findImage(
  folder: string,
  names: readonly string[],
  namesIn: (folder: string) => ReadonlyMap<string, string>,
  place: () => string,
): string | undefined {
  for (const name of names) {
    const file = fileAt(folder, name, place);
    if (file !== undefined) return file;
  }
  for (const name of names) {
    const inside = path.dirname(name);
    const actual = namesIn(path.join(folder, inside)).get(withLowerEnding(path.basename(name)));
    const file = actual === undefined ? undefined : fileAt(folder, path.join(inside, actual), place);
    if (file !== undefined) return file;
  }
  return undefined;
}

function fileAt(folder: string, name: string, place: () => string): string | undefined {
  const kind = isPlainName(name) ? kindOf(path.join(folder, name)) : 'unknown';
  if (kind === 'file') return path.join(folder, name);
  // Symbolic links and names with folders in them may lead anywhere: the slow check.
  return kind === 'missing' ? undefined : resolveOrMissing(folder, name, place());
}

function candidates(id: string, extension: string | undefined): string[] {
  if (extension !== undefined) return [endsWithAny(id, [extension]) ? id : id + extension];
  if (endsWithAny(id, IMAGE_ENDINGS)) return [id];
  const [stem, unread] = endsWithAny(id, UNREAD_ENDINGS)
    ? [id.slice(0, -path.extname(id).length), [id]]
    : [id, UNREAD_ENDINGS.map((ending) => id + ending)];
  return [...IMAGE_ENDINGS.map((ending) => stem + ending), ...unread];
}

/** Names in a folder by what they are with their ending in lower case; each folder is listed once, when it is asked for. */
function folderListings(): (folder: string) => ReadonlyMap<string, string> {
  const known = new Map<string, ReadonlyMap<string, string>>();
  return (folder) => {
    const names = known.get(folder) ?? new Map(listed(folder).map((name) => [withLowerEnding(name), name]));
    known.set(folder, names);
    return names;
  };
}

function listed(folder: string): string[] {
  const isFolder = statSync(folder, { throwIfNoEntry: false })?.isDirectory() ?? false;
  return isFolder ? readdirSync(folder).sort() : [];
}

function withLowerEnding(name: string): string {
  const ending = path.extname(name);
  return name.slice(0, name.length - ending.length) + ending.toLowerCase();
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
    const file = resolveInside(folder, name, { place, fix: OUTSIDE });
    return statSync(file).isFile() ? file : undefined;
  } catch (error) {
    if (error instanceof InputError && error.code === 'file-missing') return undefined;
    throw error;
  }
}
