import { closeSync, existsSync, openSync, readSync, statSync } from 'node:fs';
import path from 'node:path';
import { InputError } from '@frostline/base';

/** What the addon is compiled and linked with, relative to Python's package `tensorflow`. */
export const headerFolder = 'include';
export const mainLibrary = 'libtensorflow_cc.so.2';
export const frameworkLibrary = 'libtensorflow_framework.so.2';

/** The first Python packages that hold TensorFlow as a library with C's interface. */
const oldest = 'TensorFlow 2.12';

/** ELF's numbers of the processors for which there are both Node and TensorFlow. */
const machines: Partial<Record<NodeJS.Architecture, number>> = { x64: 62, arm64: 183 };

/**
 * Finds Python's package `tensorflow` in a folder: that folder itself, or one that holds it, such as `site-packages`.
 *
 * @throws InputError `wheel-folder` where there is none, `wheel-old`, `wheel-platform`
 */
export function findTensorFlow(folder: string): string {
  const candidates = [folder, path.join(folder, 'tensorflow')];
  const found = candidates.find((candidate) => existsSync(path.join(candidate, frameworkLibrary)));
  if (found === undefined) {
    const elsewhere = candidates.some((candidate) =>
      existsSync(path.join(candidate, 'libtensorflow_cc.2.dylib')),
    );
    throw elsewhere
      ? wrongPlatform(folder, 'a build for macOS')
      : new InputError('wheel-folder', 'there is no TensorFlow in this folder', {
          place: folder,
          allowed: "Python's site-packages, its folder tensorflow, or an unpacked wheel",
        });
  }
  const header = path.join(found, headerFolder, 'tensorflow/c/eager/c_api.h');
  if (!existsSync(path.join(found, mainLibrary)) || !existsSync(header))
    throw new InputError('wheel-old', 'this TensorFlow brings no library with headers to build on', {
      place: found,
      allowed: `${oldest} or later`,
    });
  checkMachine(path.join(found, mainLibrary));
  return found;
}

function checkMachine(library: string): void {
  const header = Buffer.alloc(20);
  const descriptor = openSync(library, 'r');
  readSync(descriptor, header, 0, header.length, 0);
  closeSync(descriptor);
  const isElf = header.subarray(0, 4).equals(Buffer.from('\x7fELF', 'latin1'));
  const machine = isElf ? header.readUInt16LE(18) : undefined;
  if (machine === undefined) throw wrongPlatform(library, 'no Linux library');
  if (machine !== machines[process.arch])
    throw wrongPlatform(library, `a library for another processor (ELF machine ${machine})`);
}

export function wrongPlatform(place: string, found: string): InputError {
  return new InputError('wheel-platform', 'this TensorFlow is not for this machine', {
    place,
    found,
    allowed: `Linux on ${process.arch === 'arm64' ? 'aarch64' : 'x86_64'}`,
  });
}

/** Bytes on disk of the parts that are used. */
export function libraryBytes(folder: string): number {
  return [mainLibrary, frameworkLibrary].reduce(
    (sum, name) => sum + statSync(path.join(folder, name)).size,
    0,
  );
}
