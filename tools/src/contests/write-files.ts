import path from 'node:path';
import { writeFileAtomic } from '@frostline/base';

/** Writes files below a folder that need not be there. */
export function writeFiles(folder: string, files: ReadonlyMap<string, Uint8Array | string>): void {
  for (const [name, content] of files) writeFileAtomic(path.join(folder, name), content);
}
