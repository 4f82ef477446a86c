import { createRequire } from 'node:module';
import { engineNames, parseDevice, type EngineChoice } from '@frostline/base';
import { describe } from 'vitest';
import { eagerBackends, type EagerBackend } from '../kernels/eager/register.js';

/** Why TensorFlow cannot be tested here; undefined where it can. It is looked for, not loaded. */
export const tensorFlowMissing: string | undefined = missingPackage([
  '@tensorflow/tfjs-node-gpu',
  '@tensorflow/tfjs-node',
]);

/**
 * Tests for every engine on the processor; those of an optional package that is not here are skipped, and the title says
 * why. Where FROSTLINE_TEST_DEVICE names another device, for ONNX Runtime on that one only.
 */
export function describeEngines(title: string, tests: (choice: EngineChoice) => void): void {
  const { FROSTLINE_TEST_DEVICE: device } = process.env;
  if (device === undefined)
    describeEach(engineNames, title, (name) => {
      tests({ name });
    });
  else
    describe(`${title} onnxruntime on ${device}`, () => {
      tests({ name: 'onnxruntime', device: parseDevice(device) });
    });
}

/** Tests for every eager backend, likewise. */
export function describeBackends(title: string, tests: (name: EagerBackend) => void): void {
  describeEach(eagerBackends, title, tests);
}

function describeEach<Name extends string>(
  names: readonly Name[],
  title: string,
  tests: (name: Name) => void,
): void {
  for (const name of names) {
    const missing = name === 'tensorflow' ? tensorFlowMissing : undefined;
    describe.skipIf(missing !== undefined)(
      `${title} ${name}${missing === undefined ? '' : ` (not run: ${missing})`}`,
      () => {
        tests(name);
      },
    );
  }
}

function missingPackage(names: readonly string[]): string | undefined {
  const { resolve } = createRequire(import.meta.url);
  for (const name of names)
    try {
      resolve(name);
      return undefined;
    } catch {
      // Perhaps the next.
    }
  return 'TensorFlow is not installed, see `npm run setup:tensorflow`';
}
