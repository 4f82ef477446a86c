import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { countOomKills, isOomKill, offerToOomKiller, oomKillsIn } from './oom-kills.js';

/** Of Linux 6.1, shortened. */
const vmstat = `drop_slab 0
oom_kill 3
numa_pte_updates 0
thp_zero_page_alloc_failed 0
`;
const killed = { signal: 'SIGKILL', reason: undefined };

it("reads the kernel's count, and knows none where it has none", () => {
  expect(oomKillsIn(vmstat)).toBe(3);
  expect(oomKillsIn(vmstat.replace('oom_kill', 'foo_oom_kill'))).toBeUndefined();
  expect(oomKillsIn('')).toBeUndefined();
});

it.skipIf(!existsSync('/proc/vmstat'))('finds it on this machine', () => {
  expect(countOomKills()).toBe(oomKillsIn(readFileSync('/proc/vmstat', 'utf8')));
});

it.each([
  ['a SIGKILL while the count grew', killed, 3, 4, true],
  ['a SIGKILL of somebody', killed, 3, 3, false],
  ['a SIGKILL of our own', { ...killed, reason: 'no sign of run' }, 3, 4, false],
  ['another signal', { ...killed, signal: 'SIGSEGV' }, 3, 4, false],
  ['an exit', { ...killed, signal: null }, 3, 4, false],
  ['a machine that does not count', killed, undefined, undefined, false],
] as const)('%s', (_what, exit, before, after, expected) => {
  expect(isOomKill(exit, before, after)).toBe(expected);
});

it.skipIf(process.platform !== 'linux')(
  'offers a child before its owner, and forgives one that is gone',
  async () => {
    const child = spawn(process.execPath, ['-e', 'setTimeout(() => undefined, 60_000)'], { stdio: 'ignore' });
    const pid = child.pid ?? 0;
    offerToOomKiller(pid);
    expect(readFileSync(`/proc/${pid}/oom_score_adj`, 'utf8').trim()).toBe('500');
    const gone = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGKILL');
    await gone;
    offerToOomKiller(pid);
  },
);
