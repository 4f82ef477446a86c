import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import { InputError } from '@frostline/base';
import { tf } from './tfjs.js';
import { registerEagerKernels } from './kernels/eager/index.js';
import { speedUpMatrixProducts } from './kernels/eager/matrix-product.js';
import type { EagerBackend } from './kernels/eager/register.js';
import { eagerBackends } from './kernels/eager/register.js';
import { registerGradients } from './kernels/gradients/index.js';

// tfjs keeps one registry of kernels and gradients per process: this module's first import fills it.
registerEagerKernels();
registerGradients();

/**
 * Makes a backend the one on which ops run: `cpu` (plain JavaScript, the default), `wasm` (SIMD, one thread) or
 * `tensorflow` (on the processor, unless an engine opened it on a card before).
 *
 * @throws InputError `backend-name` on another name, `engine-missing` where TensorFlow is not installed
 * @example
 * await useBackend('wasm');
 */
export async function useBackend(name: EagerBackend): Promise<void> {
  if (!(eagerBackends as readonly string[]).includes(name))
    throw new InputError('backend-name', 'there is no such backend', { found: name, allowed: eagerBackends });
  if (name === 'wasm') await loadWasm();
  if (name === 'tensorflow') await loadTensorFlow();
  await tf.setBackend(name);
}

/** Makes a backend that was loaded before the current one, at once. */
export function activateBackend(name: EagerBackend): void {
  // setBackend is asynchronous only where the backend still has to be made.
  if (tf.getBackend() !== name) void tf.setBackend(name);
}

async function loadTensorFlow(): Promise<void> {
  if (tf.engine().findBackendFactory('tensorflow') !== null) return;
  await (await import('./tensorflow/load.js')).loadTensorFlow('cpu', 1);
}

async function loadWasm(): Promise<void> {
  if (tf.engine().findBackendFactory('wasm') !== null) return;
  const { setWasmPaths } = await import('@tensorflow/tfjs-backend-wasm');
  const entry = createRequire(import.meta.url).resolve('@tensorflow/tfjs-backend-wasm');
  setWasmPaths(`${dirname(entry)}/`);
  speedUpMatrixProducts();
}
