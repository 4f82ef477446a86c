import { InputError } from '@frostline/base';
import type { HostRecord, HostTensor } from '@frostline/engine';
import { elementTypes, type ElementTypeName } from './element-types.js';
import { readHeader } from './safetensors-header.js';

export interface Safetensors {
  readonly tensors: HostRecord;
  readonly metadata: Readonly<Record<string, string>>;
}

/**
 * Reads a safetensors file (https://github.com/huggingface/safetensors). F16 and BF16 become float32, I64 becomes int32.
 *
 * @param place the file's name, for errors
 * @throws InputError `bad-safetensors` when anything about it is not as the format demands
 */
export function parseSafetensors(file: Uint8Array, place = 'safetensors'): Safetensors {
  const { metadata, entries, dataStart } = readHeader(file, place);
  const tensors = Object.fromEntries(
    entries.map(({ name, type, shape, begin, end }) => {
      const bytes = new Uint8Array(file.subarray(dataStart + begin, dataStart + end)).buffer;
      return [name, { shape, ...elementTypes[type].decode(bytes) }];
    }),
  );
  return { tensors, metadata };
}

export interface EncodeOptions {
  readonly metadata?: Readonly<Record<string, string>>;
  /** Element type of each tensor; default F32, I32, U8, and I64 for the buffers of torch's modules that are so. */
  readonly typeOf?: (key: string, tensor: HostTensor) => ElementTypeName;
}

/**
 * Writes a safetensors file; equal inputs give equal bytes. Wide elements come first so that all stay aligned.
 *
 * @throws InputError `bad-safetensors` when a tensor's values do not fill its shape
 */
export function encodeSafetensors(
  tensors: HostRecord,
  { metadata = {}, typeOf = defaultType }: EncodeOptions = {},
): Uint8Array {
  const parts = Object.entries(tensors)
    .map(([name, tensor]) => encodeTensor(name, tensor, typeOf(name, tensor)))
    .sort((a, b) => b.width - a.width || (a.name < b.name ? -1 : 1));
  const entries: [string, unknown][] = [];
  if (Object.keys(metadata).length > 0) entries.push(['__metadata__', metadata]);
  let size = 0;
  for (const { name, type, shape, bytes } of parts) {
    const end = size + bytes.byteLength;
    entries.push([name, { dtype: type, shape, data_offsets: [size, end] }]);
    size = end;
  }
  const header = paddedHeader(JSON.stringify(Object.fromEntries(entries)));
  const file = new Uint8Array(8 + header.byteLength + size);
  new DataView(file.buffer).setBigUint64(0, BigInt(header.byteLength), true);
  file.set(header, 8);
  let position = 8 + header.byteLength;
  for (const { bytes } of parts) {
    file.set(bytes, position);
    position += bytes.byteLength;
  }
  return file;
}

function encodeTensor(name: string, tensor: HostTensor, type: ElementTypeName) {
  const { bytes: width, encode } = elementTypes[type];
  const view = encode(tensor.data);
  const expected = tensor.shape.reduce((product, extent) => product * extent, width);
  if (view.byteLength !== expected)
    throw new InputError('bad-safetensors', `${name}: values do not fill the shape`, {
      found: tensor.data.length,
      allowed: String(expected / width),
    });
  const bytes = new Uint8Array(view.buffer, view.byteOffset, view.byteLength);
  return { name, type, width, shape: tensor.shape, bytes };
}

/** Spaces up to a multiple of eight, so that the data part is aligned. */
function paddedHeader(json: string): Uint8Array {
  const bytes = new TextEncoder().encode(json);
  const padded = new Uint8Array(Math.ceil(bytes.byteLength / 8) * 8).fill(0x20);
  padded.set(bytes);
  return padded;
}

/** Buffers of torch's and torchvision's modules that hold 64-bit whole numbers: of BatchNorm, and of Swin's attention. */
const wide = /(^|\.)(num_batches_tracked|relative_position_index)$/;

function defaultType(key: string, { dtype }: HostTensor): ElementTypeName {
  if (dtype === 'uint8') return 'U8';
  if (dtype === 'float32') return 'F32';
  return wide.test(key) ? 'I64' : 'I32';
}
