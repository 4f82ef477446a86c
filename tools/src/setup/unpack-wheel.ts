import { existsSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { InputError } from '@frostline/base';
import { frameworkLibrary, headerFolder, mainLibrary, wrongPlatform } from './tensorflow-folder.js';
import { ZipFile, type ZipEntry } from './zip-file.js';

/** What a wheel is, by its name and its own words. */
export interface UnpackedWheel {
  /** Holds Python's package `tensorflow`, as far as the addon needs it. */
  readonly folder: string;
  /** Whether it was unpacked now, rather than before. */
  readonly unpacked: boolean;
}

const needed = [`tensorflow/${headerFolder}/`, `tensorflow/${mainLibrary}`, `tensorflow/${frameworkLibrary}`];
/** Written when a folder is complete. */
const COMPLETE = 'complete';

const platforms: Partial<Record<NodeJS.Architecture, RegExp>> = {
  x64: /(?:linux|manylinux\w*)_x86_64$/,
  arm64: /(?:linux|manylinux\w*)_aarch64$/,
};

/**
 * Unpacks headers and libraries of a TensorFlow wheel into a folder of its own below `cache`; one that is there already,
 * whole, is taken as it is.
 *
 * @param begin told how many bytes will be written, before they are
 * @throws InputError `wheel-missing`, `zip-file`, `wheel-name` for the wheel of another package, `wheel-platform`
 */
export async function unpackWheel(
  file: string,
  cache: string,
  begin: (bytes: number) => void,
): Promise<UnpackedWheel> {
  if (!existsSync(file)) throw new InputError('wheel-missing', 'there is no such wheel', { place: file });
  const zip = new ZipFile(file);
  try {
    const isNeeded = ({ name }: ZipEntry): boolean =>
      !name.endsWith('/') && needed.some((start) => name.startsWith(start));
    const entries = zip.entries.filter(isNeeded);
    const folder = path.join(cache, checkWheel(zip, entries));
    if (existsSync(path.join(folder, COMPLETE))) return { folder, unpacked: false };
    begin(entries.reduce((sum, { size }) => sum + size, 0));
    rmSync(folder, { recursive: true, force: true });
    for (const entry of entries) await zip.extract(entry, targetOf(folder, entry, file));
    writeFileSync(path.join(folder, COMPLETE), '');
    return { folder, unpacked: true };
  } finally {
    zip.close();
  }
}

/** @returns the wheel's name and version, `tensorflow_cpu-2.21.0` */
function checkWheel(zip: ZipFile, entries: readonly ZipEntry[]): string {
  const about = zip.entries.find(({ name }) => /^tensorflow[^/]*\.dist-info\/WHEEL$/.test(name));
  if (about === undefined)
    throw new InputError('wheel-name', 'this is no wheel of TensorFlow', {
      place: zip.file,
      allowed: 'a wheel of tensorflow or tensorflow_cpu: `pip download --no-deps tensorflow` gets one',
    });
  const tags = [
    ...zip
      .read(about)
      .toString('utf8')
      .matchAll(/^Tag: (\S+)/gm),
  ].map(([, tag = '']) => tag);
  if (!tags.some((tag) => platforms[process.arch]?.test(tag))) throw wrongPlatform(zip.file, tags.join(', '));
  if (!entries.some(({ name }) => name === needed[1]))
    throw new InputError('wheel-old', 'this wheel brings no library to build on', {
      place: zip.file,
      found: about.name.split('.dist-info')[0],
      allowed: 'TensorFlow 2.12 or later, no plug-in and no wheel that only names others',
    });
  return about.name.split('.dist-info')[0] ?? '';
}

/** Where an entry goes: never outside of the folder. */
function targetOf(folder: string, { name }: ZipEntry, place: string): string {
  const target = path.resolve(folder, name);
  if (!path.relative(folder, target).startsWith('..')) return target;
  throw new InputError('zip-file', 'an entry of this archive leads out of its folder', {
    place,
    found: name,
  });
}
