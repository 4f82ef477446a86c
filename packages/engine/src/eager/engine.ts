import { useBackend } from '../backend.js';
import type { CompiledStep, Engine, EngineState, StepProgram } from '../engine.js';
import type { HostRecord } from '../tensor.js';
import { tf } from '../tfjs.js';
import { EagerState } from './state.js';
import { EagerStep } from './step.js';

/**
 * An engine that runs steps op by op on a tfjs backend, in one thread: `wasm` where ONNX Runtime does not load,
 * `cpu` (plain JavaScript) as the reference for tests.
 */
export async function openEagerEngine(backend: 'cpu' | 'wasm'): Promise<Engine> {
  await useBackend(backend);
  const variant = backend === 'cpu' ? 'javascript' : (await hasSimd()) ? 'simd' : 'scalar';
  return {
    name: backend,
    device: 'cpu',
    precision: 'fp32',
    reproducible: true,
    numericsClass: `tfjs-${tf.version['tfjs-core']}/cpu/${backend}-${variant}/fp32/threads=1`,
    createState: (values: HostRecord): EngineState => new EagerState(backend, values),
    compile: (program: StepProgram): Promise<CompiledStep> =>
      Promise.resolve(new EagerStep(backend, program)),
    // The backend itself stays: it is the process's, and library users may be on it.
    dispose: () => Promise.resolve(),
  };
}

async function hasSimd(): Promise<boolean> {
  return (await tf.env().getAsync('WASM_HAS_SIMD_SUPPORT')) === true;
}
