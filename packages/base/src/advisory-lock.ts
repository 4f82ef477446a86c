import { rmSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { takeLock } from './process-lock.js';

const POLL_MS = 25;

/**
 * Lets one process of this machine do `work` while the others wait for what it makes; whoever dies over it is replaced.
 * Only advice: a lock's file may be removed by others, so `work` must be harmless when done twice.
 *
 * @param alive called after each wait; what it throws ends the waiting
 * @param done asked before waiting and after each wait; once true, `work` is not needed
 */
export async function once(
  file: string,
  { done, work, alive }: { done: () => boolean; work: () => Promise<void>; alive: () => void },
): Promise<void> {
  while (!done()) {
    const lock = takeLock(file);
    if (lock === undefined) {
      await sleep(POLL_MS);
      alive();
      continue;
    }
    try {
      if (!done()) await work();
    } finally {
      // Only now: while there is work, a file that was removed could be locked by one and made anew by another.
      rmSync(file, { force: true });
      lock.release();
    }
    return;
  }
}
