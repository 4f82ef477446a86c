import { bfloatToFloat, floatToBfloat, floatToHalf, halfToFloat, InputError } from '@frostline/base';
import type { HostTensor } from '@frostline/engine';

type Values = HostTensor['data'];

interface ElementType {
  readonly bytes: number;
  /** @param bytes exactly the elements, little-endian, at the start of their buffer */
  decode(bytes: ArrayBuffer): Pick<HostTensor, 'data' | 'dtype'>;
  encode(values: Values): ArrayBufferView;
}

const float32 = (data: Float32Array) => ({ dtype: 'float32', data }) as const;
const int32 = (data: Int32Array) => ({ dtype: 'int32', data }) as const;

/** The safetensors element types that are read and written. Typed arrays are little-endian on all our platforms. */
export const elementTypes = {
  F32: {
    bytes: 4,
    decode: (bytes) => float32(new Float32Array(bytes)),
    encode: (values) => Float32Array.from(values),
  },
  F16: {
    bytes: 2,
    decode: (bytes) => float32(Float32Array.from(new Uint16Array(bytes), halfToFloat)),
    encode: (values) => Uint16Array.from(values, floatToHalf),
  },
  BF16: {
    bytes: 2,
    decode: (bytes) => float32(Float32Array.from(new Uint16Array(bytes), bfloatToFloat)),
    encode: (values) => Uint16Array.from(values, floatToBfloat),
  },
  I64: {
    bytes: 8,
    decode: (bytes) => int32(Int32Array.from(new BigInt64Array(bytes), narrow)),
    encode: (values) => BigInt64Array.from(Array.from(values, BigInt)),
  },
  I32: {
    bytes: 4,
    decode: (bytes) => int32(new Int32Array(bytes)),
    encode: (values) => Int32Array.from(values),
  },
  U8: {
    bytes: 1,
    decode: (bytes) => ({ dtype: 'uint8', data: new Uint8Array(bytes) }),
    encode: (values) => Uint8Array.from(values),
  },
} as const satisfies Record<string, ElementType>;

export type ElementTypeName = keyof typeof elementTypes;

export const isElementTypeName = (name: unknown): name is ElementTypeName =>
  typeof name === 'string' && Object.hasOwn(elementTypes, name);

function narrow(value: bigint): number {
  if (BigInt.asIntN(32, value) !== value)
    throw new InputError('bad-safetensors', 'an I64 value does not fit in 32 bits', {
      found: value.toString(),
      allowed: '-2147483648 to 2147483647',
    });
  return Number(value);
}
