import { statfsSync } from 'node:fs';
import os from 'node:os';
import { formatBytes } from '../cli/format/values.js';
import type { Check, Finding } from './check.js';

const leastDisk = 1e9;
const leastMemory = 2e9;

/** Node, platform, cores, memory, room on the disk that holds the state. */
export const machine: Check = async ({ home, cwd }) => {
  const findings: Finding[] = [
    { name: 'node', state: 'ok', required: true, detail: process.versions.node },
    {
      name: 'platform',
      state: 'ok',
      required: true,
      detail: `${os.platform()} ${os.arch()} ${os.release()}`,
    },
    {
      name: 'cores',
      state: 'ok',
      required: true,
      detail: `${os.availableParallelism()} (${os.cpus()[0]?.model.trim() ?? 'unknown model'})`,
    },
    room(
      'memory',
      os.totalmem(),
      leastMemory,
      `${formatBytes(os.freemem())} free of ${formatBytes(os.totalmem())}`,
    ),
  ];
  const { bavail, bsize } = statfsSync(home ?? cwd);
  findings.push(room('disk', bavail * bsize, leastDisk, `${formatBytes(bavail * bsize)} free`));
  return Promise.resolve(findings);
};

function room(name: string, bytes: number, least: number, detail: string): Finding {
  if (bytes >= least) return { name, state: 'ok', required: false, detail };
  return {
    name,
    state: 'warning',
    required: false,
    detail,
    fix: `sweeps want at least ${formatBytes(least)}`,
  };
}
