import { readdirSync } from 'node:fs';
import path from 'node:path';
import { endsWithAny, IMAGE_ENDINGS, UNREAD_ENDINGS } from './image-endings.js';

const KNOWN = [...IMAGE_ENDINGS, ...UNREAD_ENDINGS];

/**
 * Paths of the images below a folder, from it, with `/`, in code point order. Hidden names, `__MACOSX` and what links lead
 * to are not looked into; files are known by their endings.
 */
export function listImages(folder: string): string[] {
  return listFiles(folder).filter((name) => endsWithAny(name, KNOWN));
}

/** Paths of all files below a folder, as {@link listImages} gives those of images. */
export function listFiles(folder: string): string[] {
  const files: string[] = [];
  const open = [''];
  for (let inside = open.pop(); inside !== undefined; inside = open.pop())
    for (const entry of readdirSync(path.join(folder, inside), { withFileTypes: true })) {
      if (entry.name.startsWith('.') || entry.name === '__MACOSX') continue;
      const name = inside === '' ? entry.name : `${inside}/${entry.name}`;
      if (entry.isDirectory()) open.push(name);
      else if (entry.isFile() || entry.isSymbolicLink()) files.push(name);
    }
  return files.sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
}
