import { createRequire } from 'node:module';
import { InputError, type DeviceName } from '@frostline/base';
import { tf } from '../tfjs.js';
import type { TensorFlowBackend } from './binding.js';
import { tensorFlowEnvironment } from './environment.js';
import { importFirst } from './import-first.js';
import { registerNativeKernels } from './kernels/index.js';
import { shimUtil } from './util-shim.js';

/** Packages that bring TensorFlow, the first that loads is taken. Neither is installed unless somebody asked for it. */
const packages = ['@tensorflow/tfjs-node-gpu', '@tensorflow/tfjs-node'];

/** TensorFlow as this process has it. */
export interface LoadedTensorFlow {
  readonly version: string;
  readonly device: DeviceName;
  readonly threads: number;
  /** Whether TensorFlow's own ops run our kernels, see `registerNativeKernels`. */
  readonly native: boolean;
}

let loading: Promise<LoadedTensorFlow> | undefined;

/**
 * Loads TensorFlow and its tfjs backend, once for the process: device and threads cannot be changed afterwards.
 *
 * @throws InputError `engine-missing` when no package brings it, `device-missing` when it finds no such card,
 *   `engine-device` when it was loaded for another device
 */
export async function loadTensorFlow(device: DeviceName, threads: number): Promise<LoadedTensorFlow> {
  loading ??= load(device, threads).catch((error: unknown) => {
    loading = undefined;
    throw error;
  });
  const loaded = await loading;
  if (loaded.device !== device || loaded.threads !== threads)
    throw new InputError('engine-device', 'TensorFlow keeps the device and the threads that it began with', {
      found: `${device}, ${threads} threads`,
      allowed: `${loaded.device}, ${loaded.threads} threads`,
      fix: 'use another process',
    });
  return loaded;
}

async function load(device: DeviceName, threads: number): Promise<LoadedTensorFlow> {
  Object.assign(process.env, tensorFlowEnvironment(device, threads, process.env['CUDA_VISIBLE_DEVICES']));
  shimUtil(createRequire(import.meta.url)('node:util') as Parameters<typeof shimUtil>[0]);
  const previous = tf.getBackend();
  await importFirst(packages);
  const backend = tf.findBackend('tensorflow') as unknown as TensorFlowBackend;
  const { binding } = backend;
  if (device !== 'cpu' && !binding.isUsingGpuDevice())
    throw new InputError('device-missing', 'TensorFlow finds no CUDA device', {
      found: `${device} with TensorFlow ${binding.TF_Version}`,
      fix:
        '`npm run setup:gpu` brings TensorFlow 2.9 for CUDA 11.2 and cuDNN 8.1; ' +
        '`npm run setup:tensorflow -- --wheel FILE` takes a newer one from a Python wheel',
    });
  const native = registerNativeKernels(backend);
  // Loading it made it the current one. A fresh process has none yet, whatever the types say.
  if ((previous as string | undefined) !== undefined) await tf.setBackend(previous);
  return { version: binding.TF_Version, device, threads, native };
}
