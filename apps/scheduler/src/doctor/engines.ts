import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { cudaCards, engineNames, type DeviceName, type EngineName } from '@frostline/base';
import { z } from 'zod';
import { tensorFlowPackage } from '../host/engine-packages.js';
import type { Check, Finding } from './check.js';

// As built: tests run this file from its source.
const program = fileURLToPath(new URL('../../dist/doctor/open-on.js', import.meta.url));
/** Loading TensorFlow on a busy machine takes seconds, a card's driver may take more. */
const PATIENCE_MS = 60_000;

const answer = z.union([
  z.object({ opened: z.string() }),
  z.object({ missing: z.string(), fix: z.string().optional() }),
]);
type Answer = z.output<typeof answer>;

/** What each engine is for. */
const uses: Readonly<Record<EngineName, string>> = {
  onnxruntime: 'compiled steps, the default engine; and backbones in ONNX files',
  tensorflow: 'steps op by op, state stays on the card: for CUDA',
  wasm: 'the slow engine that runs anywhere',
  cpu: 'the reference for tests, far too slow to train',
};

/** Every engine on the processor, and every device: each is opened, as a worker would. */
export const engines: Check = async () => {
  const findings: Finding[] = [];
  for (const name of engineNames) findings.push(await engine(name));
  for (const device of [
    'webgpu',
    ...(await cudaCards()).map(({ index }) => `cuda:${index}` as const),
  ] as const)
    findings.push(await onDevice(device));
  return findings;
};

async function engine(name: EngineName): Promise<Finding> {
  const found = { name: `engine ${name}`, required: name === 'onnxruntime' };
  const reply = await openOn(name, 'cpu');
  if ('opened' in reply) return { ...found, state: 'ok', detail: `${uses[name]}: ${reply.opened}` };
  const { missing, fix = 'run `npm ci`' } = reply;
  return { ...found, state: 'missing', detail: `${uses[name]}: ${missing}`, fix };
}

async function onDevice(device: DeviceName): Promise<Finding> {
  const name = device === 'webgpu' || tensorFlowPackage() === undefined ? 'onnxruntime' : 'tensorflow';
  const found = { name: `device ${device}`, required: false };
  const reply = await openOn(name, device);
  return 'opened' in reply
    ? { ...found, state: 'ok', detail: `engine ${name}: ${reply.opened}` }
    : { ...found, state: 'missing', detail: reply.missing, fix: reply.fix ?? 'leave `--device` out' };
}

async function openOn(name: EngineName, device: DeviceName): Promise<Answer> {
  try {
    const { stdout } = await promisify(execFile)(process.execPath, [program, name, device], {
      timeout: PATIENCE_MS,
    });
    return answer.parse(JSON.parse(stdout));
  } catch (error) {
    // It crashed, or hung.
    const { signal, message } = error as { signal?: string; message: string };
    return { missing: signal ? `its process ended with ${signal}` : (message.split('\n')[0] ?? '') };
  }
}
