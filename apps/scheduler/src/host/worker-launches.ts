import type { EngineName } from '@frostline/base';
import os from 'node:os';
import { fileURLToPath } from 'node:url';
import type { WorkerLaunch } from './worker-process.js';

/** The worker of this package. */
const workerScript = fileURLToPath(new URL('../worker/main.js', import.meta.url));

export interface WorkerChoice {
  /** How many; one per core unless told. */
  readonly workers: number | undefined;
  /** Which engine trains; the worker's default unless told. */
  readonly engine: EngineName | undefined;
  /** Another script that speaks the protocol, for tests. */
  readonly script?: string;
}

/**
 * One worker per CPU core, each with a single thread: two workers with one thread do twice the work of one with two.
 */
export function cpuLaunches({ workers, engine, script = workerScript }: WorkerChoice): WorkerLaunch[] {
  return Array.from({ length: workers ?? os.availableParallelism() }, (_, index) => ({
    script,
    device: `cpu:${index}`,
    env: engine === undefined ? {} : { FROSTLINE_ENGINE: engine },
  }));
}
