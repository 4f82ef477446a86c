import { hostname } from 'node:os';
import { cudaCards, type DeviceName, type Precision } from '@frostline/base';
import { processor } from '../processor.js';

/** Names what decides the bits of a result: runtime version, hardware, precision, thread count. */
export async function numericsClass(
  version: string,
  { device, precision, threads }: { device: DeviceName; precision: Precision; threads: number },
): Promise<string> {
  return `onnxruntime-${version}/${await hardware(device)}/${precision}/threads=${String(threads)}`;
}

/** WebGPU does not say which card it took: the machine stands for it. */
async function hardware(device: DeviceName): Promise<string> {
  if (device === 'cpu') return `cpu/${await processor()}`;
  if (device === 'webgpu') return `webgpu/${hostname()}`;
  const card = (await cudaCards()).find(({ index }) => device === `cuda:${String(index)}`);
  return `cuda/${(card?.name ?? 'unknown').replaceAll(/[\s/]+/g, '-')}`;
}
