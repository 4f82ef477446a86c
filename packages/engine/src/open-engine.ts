import { checkEngineChoice, InputError, type EngineName } from '@frostline/base';
import type { Engine, EngineOptions } from './engine.js';

/** Engines by name; each loads its runtime only when it is opened. */
const openers: Record<EngineName, (options: EngineOptions) => Promise<Engine>> = {
  onnxruntime: async (options) => (await import('./onnxruntime/engine.js')).openOnnxRuntimeEngine(options),
  tensorflow: async (options) => (await import('./tensorflow/engine.js')).openTensorFlowEngine(options),
  wasm: async () => (await import('./eager/engine.js')).openEagerEngine('wasm'),
  cpu: async () => (await import('./eager/engine.js')).openEagerEngine('cpu'),
};

/**
 * Opens an engine.
 *
 * @throws InputError `engine-name`, `device-name`, `engine-device`, `engine-precision` on what no machine could run;
 *   `engine-missing`, `device-missing` on what this one lacks; `engine-threads` on a thread count that is no positive
 *   integer
 * @example
 * const engine = await openEngine({ name: 'onnxruntime' });
 */
export async function openEngine(options: EngineOptions): Promise<Engine> {
  const { name, threads = 1 } = options;
  checkEngineChoice(options);
  if (!Number.isInteger(threads) || threads < 1)
    throw new InputError('engine-threads', 'an engine cannot run on so many threads', {
      found: threads,
      allowed: 'an integer of at least 1',
    });
  return openers[name](options);
}
