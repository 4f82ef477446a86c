import { engineNames, type EngineName } from './engine-names.js';
import { InputError } from './errors.js';

/** The processor, the NVIDIA card of an index, or whatever card WebGPU finds. */
export type DeviceName = 'cpu' | 'webgpu' | `cuda:${number}`;
type DeviceKind = 'cpu' | 'cuda' | 'webgpu';

/** Of how many bits a frozen prefix computes; everything that trains is float32. */
export const precisionNames = ['fp32', 'fp16'] as const;
export type Precision = (typeof precisionNames)[number];

/** What computes, where, and with which numbers. */
export interface EngineChoice {
  readonly name: EngineName;
  /** Default `cpu`. */
  readonly device?: DeviceName | undefined;
  /** Default `fp32`. */
  readonly precision?: Precision | undefined;
}

const kinds: Readonly<Record<EngineName, readonly DeviceKind[]>> = {
  onnxruntime: ['cpu', 'cuda', 'webgpu'],
  tensorflow: ['cpu', 'cuda'],
  wasm: ['cpu'],
  cpu: ['cpu'],
};

/** @throws InputError `device-name` for anything but `cpu`, `webgpu` and `cuda:N` */
export function parseDevice(text: string): DeviceName {
  if (/^(?:cpu|webgpu|cuda:\d{1,3})$/.test(text)) return text as DeviceName;
  throw new InputError('device-name', 'there is no such device', {
    found: text,
    allowed: 'cpu, cuda:N (N from 0), webgpu',
  });
}

/**
 * Refuses what no machine could run: an unknown engine, or one that knows nothing of the device or of the precision.
 *
 * @throws InputError `engine-name`, `device-name`, `engine-device`, `engine-precision`
 */
export function checkEngineChoice({ name, device = 'cpu', precision = 'fp32' }: EngineChoice): void {
  if (!engineNames.includes(name))
    throw new InputError('engine-name', 'there is no such engine', { found: name, allowed: engineNames });
  const kind = parseDevice(device).replace(/:.*/, '') as DeviceKind;
  if (!kinds[name].includes(kind))
    throw new InputError('engine-device', `engine ${name} does not run on such a device`, {
      found: device,
      allowed: kinds[name],
      fix: `engines for it: ${engineNames.filter((other) => kinds[other].includes(kind)).join(', ')}`,
    });
  if (precision === 'fp16' && name !== 'onnxruntime')
    throw new InputError('engine-precision', 'half precision is for frozen prefixes on ONNX Runtime', {
      found: `fp16 with engine ${name}`,
      allowed: 'fp16 with engine onnxruntime, which gains by it on cuda:N and webgpu',
    });
}
