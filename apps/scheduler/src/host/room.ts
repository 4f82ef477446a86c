import { existsSync, readdirSync, statfsSync, statSync } from 'node:fs';
import path from 'node:path';
import { runFolder } from './logs.js';

/** What the host asks of the disk, bytes. */
export interface Room {
  free(): number;
  /** Of the largest checkpoint of a run; 0 where it has none. */
  checkpoint(runId: string): number;
}

const someMore = 16 * 1024 * 1024;

/** How much must be free before runs go on that found no room when `free` was. Two checkpoints may be written at a time. */
export function roomNeeded(free: number, checkpoint: number): number {
  return Math.max(free + someMore, 2 * checkpoint);
}

/** Of the disk that a state folder is on. */
export function diskRoom(home: string): Room {
  return {
    free: () => {
      const { bavail, bsize } = statfsSync(home);
      return bavail * bsize;
    },
    checkpoint: (runId) => {
      const folder = path.join(runFolder(home, runId), 'checkpoints');
      const files = existsSync(folder) ? readdirSync(folder) : [];
      return Math.max(0, ...files.map((file) => statSync(path.join(folder, file)).size));
    },
  };
}
