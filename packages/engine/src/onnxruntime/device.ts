import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { InputError, type DeviceName, type Precision } from '@frostline/base';
import * as ort from 'onnxruntime-node';
import { encodeModel } from '../onnx/encode.js';
import { inHalfPrecision } from '../onnx/half-precision.js';
import type { OnnxModel } from '../onnx/model.js';
import { sessionOptions } from './session.js';

/** What an installation of the runtime brings for CUDA, beside its own library. */
const cudaLibrary: Partial<Record<NodeJS.Platform, string>> = {
  linux: 'libonnxruntime_providers_cuda.so',
  win32: 'onnxruntime_providers_cuda.dll',
};

/**
 * Runs a model of one operator on a device, so that what is missing is said before anything is traced.
 *
 * @throws InputError `device-missing`, with the command that adds what is missing; `precision-missing` where the card has
 *   no such numbers
 */
export async function checkDevice(device: DeviceName, precision: Precision): Promise<void> {
  if (device === 'cpu') return;
  if (device !== 'webgpu') checkCudaLibrary(device);
  try {
    await runProbe(probe, device);
  } catch (cause) {
    throw device === 'webgpu' ? noAdapter(cause) : noCard(device, cause);
  }
  if (precision === 'fp16')
    try {
      await runProbe(inHalfPrecision(probe), device);
    } catch (cause) {
      throw new InputError('precision-missing', 'this card cannot compute in half precision', {
        found: `${device}: ${reasonOf(cause)}`,
        fix: 'leave --precision out',
        cause,
      });
    }
}

async function runProbe(model: OnnxModel, device: DeviceName): Promise<void> {
  const { bytes, externalData } = encodeModel(model);
  const session = await ort.InferenceSession.create(bytes, { ...sessionOptions(1, device), externalData });
  await session.run({ x: new ort.Tensor('float32', Float32Array.of(-1), [1]) });
  await session.release();
}

const port = { type: 'float32', shape: [1] } as const;
const probe: OnnxModel = {
  name: 'probe',
  inputs: [{ name: 'x', ...port }],
  outputs: [{ name: 'y', ...port }],
  initializers: [],
  nodes: [{ opType: 'Relu', inputs: ['x'], outputs: ['y'], attributes: {} }],
};

function checkCudaLibrary(device: DeviceName): void {
  const name = cudaLibrary[process.platform];
  const root = path.resolve(path.dirname(createRequire(import.meta.url).resolve('onnxruntime-node')), '..');
  const folder = path.join(root, 'bin', 'napi-v6', process.platform, process.arch);
  if (name !== undefined && existsSync(path.join(folder, name))) return;
  throw new InputError('device-missing', "ONNX Runtime's library for CUDA is not installed", {
    found: `${device}, and no ${name ?? 'such library for this platform'} in ${folder}`,
    fix: `\`node ${path.join(root, 'script', 'install.js')} --onnxruntime-node-install=cuda12\` downloads it (Linux x64)`,
  });
}

function noAdapter(cause: unknown): InputError {
  return new InputError('device-missing', 'WebGPU finds no graphics card', {
    found: reasonOf(cause),
    fix: "install the card's Vulkan driver and loader; on Debian: apt-get install libvulkan1 mesa-vulkan-drivers",
    cause,
  });
}

function noCard(device: DeviceName, cause: unknown): InputError {
  return new InputError('device-missing', 'ONNX Runtime cannot use this CUDA device', {
    found: `${device}: ${reasonOf(cause)}`,
    fix: 'it needs the driver, CUDA 12 and cuDNN 9; `nvidia-smi` shows whether the driver is there',
    cause,
  });
}

/** The runtime's reason, without the place in its source that it begins with. */
function reasonOf(error: unknown): string {
  const line = String(error).split('\n')[0] ?? '';
  return (/ was false\. (.*)/.exec(line)?.[1] ?? line.replace(/^Error: /, '')).slice(0, 200);
}
