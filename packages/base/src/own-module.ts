import { readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { InputError } from './errors.js';
import { sha256 } from './hash.js';
import { ownNamePattern } from './own-name.js';

/** Imports of other files: their content would be no part of what the module is known by. */
const RELATIVE = /\b(?:from|import)\s*\(?\s*['"]\.{0,2}\//;

/** How many hexadecimal digits of a module's SHA-256 tell it from others. */
const DIGITS = 12;

/** A module that was read once: what it is known by, and what it exports. */
export interface LoadedModule {
  readonly bytes: Buffer;
  /** The first 12 hexadecimal digits of its SHA-256. */
  readonly digest: string;
  readonly exported: unknown;
}

/**
 * Runs a JavaScript module that somebody wrote for a competition and gives its default export. It stands alone: whatever
 * changes what it does must change its digest.
 *
 * @param file absolute path of a `.mjs` or `.js` file
 * @param place what errors name
 * @throws InputError `file-missing`, `bad-module`
 */
export async function loadOwnModule(file: string, place: string = file): Promise<LoadedModule> {
  const bytes = read(file, place);
  const digest = sha256(bytes).slice(0, DIGITS);
  const other = RELATIVE.exec(bytes.toString('utf8'))?.[0];
  if (other !== undefined)
    throw new InputError('bad-module', 'the module imports another file, which its digest would not cover', {
      place,
      found: other,
      allowed: 'packages, and what Node.js brings',
      fix: 'write what it needs into the module itself',
    });
  let module: { readonly default?: unknown };
  try {
    // Node keeps a module by its address: another content has another one.
    module = (await import(`${pathToFileURL(file).href}?${digest}`)) as typeof module;
  } catch (cause) {
    throw new InputError('bad-module', `the module cannot be loaded: ${messageOf(cause)}`, { place, cause });
  }
  return { bytes, digest, exported: module.default };
}

/** What is wrong with what a module exports. */
export const badExport = (
  kind: string,
  details: {
    readonly place: string;
    readonly found: unknown;
    readonly allowed: string;
    readonly fix?: string;
  },
): InputError =>
  new InputError('bad-module', `the module's default export is no ${kind}`, {
    ...details,
    found: typeof details.found === 'function' ? 'a function' : (details.found ?? 'nothing'),
  });

/**
 * The name that an export has, which no other of its kind may have.
 *
 * @param members that the export must have, in words
 * @param fix an example of an export
 * @throws InputError `bad-module`
 */
export function nameOfExport(
  kind: string,
  exported: unknown,
  {
    taken,
    members,
    place,
    fix,
  }: {
    readonly taken: readonly string[];
    readonly members: string;
    readonly place: string;
    readonly fix: string;
  },
): string {
  const isObject = typeof exported === 'object';
  const { name } = (isObject ? (exported ?? {}) : {}) as { readonly name?: unknown };
  if (typeof name === 'string' && wholeName.test(name) && !taken.includes(name)) return name;
  throw badExport(kind, {
    place,
    found: isObject ? `name ${JSON.stringify(name)}` : exported,
    allowed: `an object with ${members}; name in lower case with digits and _, and not one that there is`,
    fix,
  });
}

const wholeName = new RegExp(`^${ownNamePattern}$`);

/**
 * Runs what a module exports on a sample.
 *
 * @param failure what is said where it throws, before its own words
 * @throws InputError `bad-module`
 */
export function tryExport<Result>(
  run: () => Result,
  failure: string,
  details: { readonly place: string; readonly allowed: string },
): Result {
  try {
    return run();
  } catch (cause) {
    throw new InputError('bad-module', `${failure}: ${messageOf(cause)}`, { ...details, cause });
  }
}

function read(file: string, place: string): Buffer {
  try {
    return readFileSync(file);
  } catch (cause) {
    throw new InputError('file-missing', 'cannot read the module', { place, found: file, cause });
  }
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
