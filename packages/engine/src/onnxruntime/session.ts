import type { DeviceName } from '@frostline/base';
import * as ort from 'onnxruntime-node';
import { encodeModel } from '../onnx/encode.js';
import type { OnnxModel } from '../onnx/model.js';

/** `logSeverityLevel`: errors only. The runtime warns on standard error about every unused constant. */
const ERRORS_ONLY = 3;

/** Makes a session that runs a model on a device, the processor's part on `threads` threads, which sleep between runs. */
export async function createSession(
  model: OnnxModel,
  threads: number,
  device: DeviceName,
): Promise<ort.InferenceSession> {
  const { bytes, externalData } = encodeModel(model);
  return ort.InferenceSession.create(bytes, { ...sessionOptions(threads, device), externalData });
}

/** How every session runs: on a device and on so many threads, one operator after the other. */
export function sessionOptions(threads: number, device: DeviceName): ort.InferenceSession.SessionOptions {
  // Spinning threads take a core from the other workers of the machine.
  const asleep = { allow_spinning: '0' };
  return {
    executionProviders: providersOf(device),
    intraOpNumThreads: threads,
    interOpNumThreads: threads,
    executionMode: 'sequential',
    graphOptimizationLevel: 'all',
    logSeverityLevel: ERRORS_ONLY,
    extra: { session: { intra_op: asleep, inter_op: asleep } },
  };
}

/** What a card cannot run, the processor does. */
function providersOf(device: DeviceName): ort.InferenceSession.ExecutionProviderConfig[] {
  if (device === 'cpu' || device === 'webgpu') return [device];
  return [{ name: 'cuda', deviceId: Number(device.slice('cuda:'.length)) }];
}
