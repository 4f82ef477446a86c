import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';

/** Every file and folder below `folder`, files with size, time of change and SHA-256: equal when nothing was written. */
export function folderState(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .sort()
    .map((name) => {
      const file = path.join(folder, name);
      const stat = statSync(file);
      if (stat.isDirectory()) return `${name}/`;
      const hash = createHash('sha256').update(readFileSync(file)).digest('hex');
      return `${name} ${stat.size} ${stat.mtimeMs} ${hash}`;
    });
}
