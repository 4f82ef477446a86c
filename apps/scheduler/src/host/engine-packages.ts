import { createRequire } from 'node:module';

/** The package that brings TensorFlow to the engine, if one is installed; found without loading it. */
export function tensorFlowPackage(): string | undefined {
  // Where the engine would look for it.
  const engine = createRequire(import.meta.url).resolve('@frostline/engine/package.json');
  const { resolve } = createRequire(engine);
  return ['@tensorflow/tfjs-node-gpu', '@tensorflow/tfjs-node'].find((name) => {
    try {
      resolve(name);
      return true;
    } catch {
      return false;
    }
  });
}
