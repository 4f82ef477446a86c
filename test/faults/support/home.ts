import path from 'node:path';

/** The state folder of a sweep's folder. */
export function homeOf(folder: string): string {
  return path.join(folder, '.frostline');
}
