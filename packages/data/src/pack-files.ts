import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { packIndex, type PackIndex } from './pack-index.js';

/** The index of a finished pack, or undefined when there is none or it does not match its pixels. */
export function readPackIndex(stem: string): PackIndex | undefined {
  try {
    const index = packIndex.parse(JSON.parse(readFileSync(`${stem}.json`, 'utf8')));
    const bytes = index.images.length * index.size * index.size * 3;
    return statSync(`${stem}.bin`).size === bytes ? index : undefined;
  } catch {
    // Missing or damaged: a cache, made again.
    return undefined;
  }
}

/** The finished packs in a folder, each with the path that its files have without their endings. */
export function finishedPacks(folder: string): { readonly stem: string; readonly index: PackIndex }[] {
  let names: string[];
  try {
    names = readdirSync(folder).filter((name) => name.endsWith('.json'));
  } catch {
    // There is no folder before the first pack.
    return [];
  }
  return names.flatMap((name) => {
    const stem = path.join(folder, name.slice(0, -'.json'.length));
    const index = readPackIndex(stem);
    return index === undefined ? [] : [{ stem, index }];
  });
}
