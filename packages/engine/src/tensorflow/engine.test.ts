import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { useBackend } from '../backend.js';
import { openEngine } from '../open-engine.js';
import * as ops from '../ops/index.js';
import { isOutOfMemory } from '../out-of-memory.js';
import { tensorFlowMissing } from '../testing/here.js';

const fixture = fileURLToPath(new URL('../testing/train-small-net.mjs', import.meta.url));

interface Printed {
  readonly numericsClass?: string;
  readonly losses?: number[];
  readonly code?: string;
  readonly message?: string;
}

/** A fresh process: device, threads and the processor's kernels are chosen when TensorFlow is loaded. */
async function inProcess(engine: string, device: string, env: Record<string, string> = {}): Promise<Printed> {
  const { stdout } = await promisify(execFile)(process.execPath, [fixture, engine, device], {
    env: { ...process.env, ...env },
  });
  return JSON.parse(stdout) as Printed;
}

function expectClose(losses: readonly number[] = [], others: readonly number[] = []): void {
  expect(losses).toHaveLength(4);
  for (const [index, loss] of losses.entries()) expect((others[index] ?? NaN) / loss).toBeCloseTo(1, 5);
}

describe.skipIf(tensorFlowMissing !== undefined)(`engine tensorflow${tensorFlowMissing ?? ''}`, () => {
  it('trains as the reference does, with and without ops for NCHW images, and says which it had', async () => {
    const reference = await inProcess('cpu', 'cpu');
    const asFound = await inProcess('tensorflow', 'cpu');
    const composed = await inProcess('tensorflow', 'cpu', { TF_ENABLE_ONEDNN_OPTS: '0' });
    expect(asFound.numericsClass).toMatch(
      /^tensorflow-\d+\.\d+\.\d+\/cpu\/[^/]+\/fp32\/n(chw|hwc)\/threads=1$/,
    );
    expect(composed.numericsClass).toContain('/nhwc/');
    expectClose(reference.losses, asFound.losses);
    expectClose(reference.losses, composed.losses);
  });

  it('says that it finds no card, and what may bring one', async () => {
    const { code, message } = await inProcess('tensorflow', 'cuda:0', { CUDA_VISIBLE_DEVICES: '0' });
    expect(code).toBe('device-missing');
    expect(message).toMatch(/finds no CUDA device.*cuda:0 with TensorFlow.*npm run setup:gpu/);
  });

  it('keeps the device and threads that it began with', async () => {
    await openEngine({ name: 'tensorflow' });
    await expect(openEngine({ name: 'tensorflow', threads: 2 })).rejects.toThrow(
      /cpu, 2 threads.*cpu, 1 threads/,
    );
  });

  it('is known to be out of memory by what TensorFlow says', async () => {
    await useBackend('tensorflow');
    let caught: unknown;
    try {
      ops.tidy(() => {
        ops.matMul(ops.ones([2 ** 24, 1]), ops.ones([1, 2 ** 24]));
      });
    } catch (error) {
      caught = error;
    }
    expect(isOutOfMemory(caught), String(caught)).toBe(true);
  });
});
