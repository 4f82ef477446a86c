import { cudaCards, type DeviceName } from '@frostline/base';
import type { CompiledStep, Engine, EngineOptions, EngineState, StepProgram } from '../engine.js';
import { EagerState } from '../eager/state.js';
import { EagerStep } from '../eager/step.js';
// Registers the compositions that TensorFlow's own ops replace where there are such.
import { useBackend } from '../backend.js';
import { processor } from '../processor.js';
import type { HostRecord } from '../tensor.js';
import { loadTensorFlow } from './load.js';

/** An engine that runs steps op by op in TensorFlow; state stays on the device. One device for each process. */
export async function openTensorFlowEngine({
  device = 'cpu',
  threads = 1,
}: Omit<EngineOptions, 'name'>): Promise<Engine> {
  const { version, native } = await loadTensorFlow(device, threads);
  await useBackend('tensorflow');
  const layout = native ? 'nchw' : 'nhwc';
  return {
    name: 'tensorflow',
    device,
    precision: 'fp32',
    // Not every gradient has a deterministic kernel on a card.
    reproducible: device === 'cpu',
    numericsClass: `tensorflow-${version}/${await hardware(device)}/fp32/${layout}/threads=${String(threads)}`,
    createState: (values: HostRecord): EngineState => new EagerState('tensorflow', values),
    compile: (program: StepProgram): Promise<CompiledStep> =>
      Promise.resolve(new EagerStep('tensorflow', program)),
    // TensorFlow stays with the process.
    dispose: () => Promise.resolve(),
  };
}

async function hardware(device: DeviceName): Promise<string> {
  if (device === 'cpu') return `cpu/${await processor()}`;
  const card = (await cudaCards()).find(({ index }) => device === `cuda:${index}`);
  return `cuda/${(card?.name ?? 'unknown').replaceAll(/[\s/]+/g, '-')}`;
}
