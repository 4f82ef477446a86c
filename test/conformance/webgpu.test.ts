import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { softwareVulkan } from '@frostline/tools/browser';
import { describe, expect, it } from 'vitest';

/*
 * The path of a graphics card, on a card made of software: the runtime loads the Vulkan library of its process's
 * environment, so each net trains in a process of its own.
 */
const program = fileURLToPath(
  new URL('../../packages/engine/src/testing/train-small-net.mjs', import.meta.url),
);

interface Printed {
  readonly numericsClass: string;
  readonly losses: number[];
  readonly features: number[];
  readonly code: string;
  readonly message: string;
}

async function run(args: string[], env: Readonly<Record<string, string>> = {}): Promise<Printed> {
  const { stdout } = await promisify(execFile)(process.execPath, [program, 'onnxruntime', ...args], {
    env: { ...process.env, ...env },
  });
  return JSON.parse(stdout) as Printed;
}

const card = await softwareVulkan();
const reason = card === undefined ? ' (not run: no software Vulkan for this system)' : '';

describe.skipIf(card === undefined)(`ONNX Runtime on WebGPU${reason}`, () => {
  it('computes the features of a frozen prefix as the processor does', async () => {
    const [here, there] = [
      await run(['cpu', 'fp32', 'frozen']),
      await run(['webgpu', 'fp32', 'frozen'], card),
    ];
    expect(there.numericsClass).toMatch(/^onnxruntime-[\d.]+\/webgpu\/[^/]+\/fp32\/threads=1$/);
    expect(there.features).toHaveLength(here.features.length);
    for (const [index, value] of here.features.entries())
      expect(Math.abs((there.features[index] ?? NaN) - value)).toBeLessThan(1e-5);
  });

  it('trains as the processor does', async () => {
    const [here, there] = [await run(['cpu']), await run(['webgpu'], card)];
    expect(there.losses).toHaveLength(4);
    for (const [index, loss] of here.losses.entries())
      expect((there.losses[index] ?? NaN) / loss).toBeCloseTo(1, 5);
  });

  it('says of a card that has no half precision that it has none', async () => {
    const { code, message } = await run(['webgpu', 'fp16', 'frozen'], card);
    expect(code).toBe('precision-missing');
    expect(message).toMatch(/half precision; found "webgpu: .*f16.*leave --precision out/);
  });
});

describe('devices that are not here', () => {
  it('WebGPU without a driver is told with what adds one', async () => {
    const { code, message } = await run(['webgpu'], { VK_ICD_FILENAMES: '/nowhere.json' });
    expect(code).toBe('device-missing');
    expect(message).toMatch(/no graphics card; found "Failed to get a WebGPU adapter.*libvulkan1/);
  });

  it('CUDA without its library is told with the command that adds it', async () => {
    const { code, message } = await run(['cuda:0']);
    expect(code).toBe('device-missing');
    expect(message).toMatch(
      /CUDA is not installed; found "cuda:0, .*script\/install.js --onnxruntime-node-install=cuda12/,
    );
  });
});
