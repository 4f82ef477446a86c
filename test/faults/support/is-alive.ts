import { readFileSync } from 'node:fs';

/** Whether a process runs. One that has ended and that nobody waits for (a zombie, in containers) does not. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch {
    return false;
  }
  try {
    return !/\) Z /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    // Gone meanwhile, or no /proc on this system.
    return process.platform !== 'linux';
  }
}
