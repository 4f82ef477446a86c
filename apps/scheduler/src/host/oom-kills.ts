import { readFileSync, writeFileSync } from 'node:fs';
import type { WorkerExit } from './worker-process.js';

/**
 * How many processes the kernel has ended for want of memory, of the text of Linux's `/proc/vmstat`; those that reached
 * the limit of a container are among them.
 */
export function oomKillsIn(vmstat: string): number | undefined {
  const count = /^oom_kill (\d+)$/m.exec(vmstat)?.[1];
  return count === undefined ? undefined : Number(count);
}

/** The same of this machine, now; undefined where the kernel does not count them. */
export function countOomKills(): number | undefined {
  try {
    return oomKillsIn(readFileSync('/proc/vmstat', 'utf8'));
  } catch {
    return undefined;
  }
}

/**
 * Whether a process was ended for want of memory: by a SIGKILL that is not ours, in a time in which the kernel ended
 * some. Nothing tells which they were.
 */
export function isOomKill(
  { signal, reason }: Pick<WorkerExit, 'signal' | 'reason'>,
  before: number | undefined,
  after: number | undefined,
): boolean {
  if (signal !== 'SIGKILL' || reason !== undefined) return false;
  return before !== undefined && after !== undefined && after > before;
}

/** Lets the kernel take this process before its owner, where it can be told so. */
export function offerToOomKiller(pid: number): void {
  try {
    writeFileSync(`/proc/${pid}/oom_score_adj`, '500');
  } catch {
    // It is gone already, or this is no Linux.
  }
}
