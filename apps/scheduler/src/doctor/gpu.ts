import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { promisify } from 'node:util';
import type { Check, Finding } from './check.js';

const run = promisify(execFile);

/** Graphics cards, by the driver's own tool: named so that nobody takes a card that is there for one that is used. */
export const gpu: Check = async () => {
  try {
    const { stdout } = await run('nvidia-smi', ['--query-gpu=name,memory.total', '--format=csv,noheader'], {
      timeout: 5_000,
    });
    return [finding(stdout.trim().split('\n').join('; '))];
  } catch {
    return [finding(existsSync('/dev/dri') ? 'a display adapter, but no NVIDIA driver' : 'none found')];
  }
};

const finding = (found: string): Finding => ({
  name: 'gpu',
  state: 'ok',
  required: false,
  detail: `${found}; not used: this version trains on the CPU`,
});
