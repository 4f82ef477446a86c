import { closeSync, mkdirSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const POLL_MS = 25;

/**
 * Lets one process of this machine do `work` while the others wait for what it makes. Only advice: a holder that has
 * died is replaced, and whoever has waited `patienceMs` goes ahead, so `work` must be harmless when done twice.
 *
 * @param alive called after each wait
 * @param done asked before waiting and after each wait; once true, `work` is not needed
 */
export async function once(
  file: string,
  {
    done,
    work,
    alive,
    patienceMs = 10 * 60_000,
  }: { done: () => boolean; work: () => Promise<void>; alive: () => void; patienceMs?: number },
): Promise<void> {
  const deadline = performance.now() + patienceMs;
  while (!done()) {
    if (take(file) || performance.now() > deadline) {
      try {
        if (!done()) await work();
      } finally {
        rmSync(file, { force: true });
      }
      return;
    }
    if (!holderLives(file)) rmSync(file, { force: true });
    await sleep(POLL_MS);
    alive();
  }
}

function take(file: string): boolean {
  mkdirSync(path.dirname(file), { recursive: true });
  try {
    const handle = openSync(file, 'wx');
    writeSync(handle, String(process.pid));
    closeSync(handle);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

function holderLives(file: string): boolean {
  let pid: number;
  try {
    pid = Number(readFileSync(file, 'utf8'));
  } catch {
    return false;
  }
  if (!(pid > 0)) return true;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
