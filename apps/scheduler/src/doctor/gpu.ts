import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { promisify } from 'node:util';
import type { Check } from './check.js';

const run = promisify(execFile);

/** Graphics cards, by the driver's own tool; none is fine: everything runs on the CPU. */
export const gpu: Check = async () => {
  try {
    const { stdout } = await run('nvidia-smi', ['--query-gpu=name,memory.total', '--format=csv,noheader'], {
      timeout: 5_000,
    });
    const cards = stdout.trim().split('\n').join('; ');
    return [{ name: 'gpu', state: 'ok', required: false, detail: cards }];
  } catch {
    const detail = existsSync('/dev/dri') ? 'a display adapter, but no NVIDIA driver' : 'none found';
    return [{ name: 'gpu', state: 'missing', required: false, detail }];
  }
};
