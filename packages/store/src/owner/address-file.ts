import path from 'node:path';

/** Where the owner of a state folder says how to reach it. */
export function addressFile(home: string): string {
  return path.join(home, 'scheduler.json');
}
