import { InputError } from '@frostline/base';
import type { HostRecord } from '@frostline/engine';
import { describe, expect, it } from 'vitest';
import { readGolden } from '../testing/golden.js';
import type { ElementTypeName } from './element-types.js';
import { encodeSafetensors, parseSafetensors } from './safetensors.js';

const tensors: HostRecord = {
  weight: { shape: [2, 3], dtype: 'float32', data: Float32Array.of(1, -2, 0.5, 0.1, 65504, 1e-7) },
  num_batches_tracked: { shape: [], dtype: 'int32', data: Int32Array.of(-3) },
  pixels: { shape: [3], dtype: 'uint8', data: Uint8Array.of(0, 128, 255) },
  empty: { shape: [0, 4], dtype: 'float32', data: new Float32Array(0) },
};

/** A file with any header text and `bytes` bytes of data. */
function file(header: string, bytes = 8, length = Buffer.byteLength(header)): Uint8Array {
  const buffer = Buffer.alloc(8 + Buffer.byteLength(header) + bytes);
  buffer.writeBigUInt64LE(BigInt(length));
  buffer.write(header, 8);
  return buffer;
}
const entry = (shape: unknown, offsets: unknown, dtype: unknown = 'F32') =>
  JSON.stringify({ dtype, shape, data_offsets: offsets });

describe('safetensors', () => {
  it('what is written is read again, with its metadata', () => {
    const metadata = { arch: 'netto', note: 'ä "quoted" \\' };
    expect(parseSafetensors(encodeSafetensors(tensors, { metadata }))).toEqual({ tensors, metadata });
  });

  it('equal tensors give equal bytes, whatever their order', () => {
    const reversed = Object.fromEntries(Object.entries(tensors).reverse());
    expect(encodeSafetensors(reversed)).toEqual(encodeSafetensors(tensors));
  });

  it('data starts at a multiple of eight', () => {
    const encoded = encodeSafetensors(tensors, { metadata: { a: 'bcd' } });
    expect(Number(new DataView(encoded.buffer).getBigUint64(0, true)) % 8).toBe(0);
  });

  it('reads from the middle of a larger buffer', () => {
    const encoded = encodeSafetensors(tensors);
    const shifted = new Uint8Array(encoded.byteLength + 3);
    shifted.set(encoded, 3);
    expect(parseSafetensors(shifted.subarray(3)).tensors).toEqual(tensors);
  });

  it('rounds to half and bfloat as torch does', () => {
    const golden = readGolden('half') as {
      values: number[];
      half: (number | string)[];
      bfloat: (number | string)[];
    };
    const values = { shape: [golden.values.length], dtype: 'float32' as const };
    const source = { x: { ...values, data: Float32Array.from(golden.values) } };
    const through = (type: ElementTypeName) =>
      Array.from(
        parseSafetensors(encodeSafetensors(source, { typeOf: () => type })).tensors['x']?.data ?? [],
        String,
      );
    expect(through('F16')).toEqual(golden.half.map(String));
    expect(through('BF16')).toEqual(golden.bfloat.map(String));
  });

  it('a file laid out as the format’s description has it is read', () => {
    const golden = readGolden('safetensors') as { file: string; values: Record<string, number[]> };
    const { tensors: read } = parseSafetensors(Buffer.from(golden.file, 'base64'));
    const values = Object.fromEntries(Object.entries(read).map(([key, { data }]) => [key, [...data]]));
    expect(values).toEqual(golden.values);
  });
});

describe('a broken file is refused', () => {
  const ok = entry([2], [0, 8]);
  const cases: Record<string, [Uint8Array, string]> = {
    'nothing in it': [new Uint8Array(0), 'too short'],
    'a header longer than the file': [file('{}', 0, 3), 'longer than the file'],
    'a header of 2^63 bytes': [
      Uint8Array.of(0, 0, 0, 0, 0, 0, 0, 128, 123, 125),
      'longer than the file or the limit',
    ],
    'no JSON': [file('{"a":', 0), 'not JSON'],
    'not an object': [file('[]', 0), 'does not begin with {'],
    'a leading space': [file(' {}', 0), 'does not begin with {'],
    'a byte order mark': [file('\uFEFF{}', 0), 'does not begin with {'],
    'invalid UTF-8': [Uint8Array.of(3, 0, 0, 0, 0, 0, 0, 0, 0x7b, 0xff, 0x7d), 'not UTF-8'],
    'a name twice': [file(`{"a":${ok},"a":${ok}}`), 'found "a"'],
    'a name twice, once escaped': [file(`{"a":${ok},"\\u0061":${ok}}`), 'found "a"'],
    'a member twice': [
      file('{"a":{"dtype":"F32","dtype":"U8","shape":[2],"data_offsets":[0,8]}}'),
      '"dtype"',
    ],
    'an unknown element type': [file(`{"a":${entry([1], [0, 8], 'F64')}}`), 'allowed: F32, F16'],
    'an inherited name as type': [file(`{"a":${entry([1], [0, 8], 'toString')}}`), 'element type'],
    'a negative extent': [file(`{"a":${entry([-2], [0, 8])}}`), 'no valid shape'],
    'a fractional extent': [file(`{"a":${entry([1.5], [0, 8])}}`), 'no valid shape'],
    'a size beyond 2^53': [file(`{"a":${entry([2 ** 40, 2 ** 40], [0, 8])}}`), 'another size'],
    'three offsets': [file(`{"a":${entry([2], [0, 8, 8])}}`), 'data_offsets'],
    'offsets that run backwards': [file(`{"a":${entry([2], [8, 0])}}`), 'another size'],
    'another size than the shape': [file(`{"a":${entry([1], [0, 8])}}`), 'another size'],
    'a gap in front': [file(`{"a":${entry([1], [4, 8])}}`), 'gap before a'],
    'an overlap': [file(`{"a":${ok},"b":${entry([1], [4, 8])}}`), 'b overlaps'],
    'bytes left over': [file(`{"a":${ok}}`, 9), 'do not cover'],
    'bytes missing': [file(`{"a":${ok}}`, 7), 'do not cover'],
    'metadata that is no string': [file('{"__metadata__":{"epoch":3}}', 0), 'strings to strings'],
    'an entry that is null': [file('{"a":null}', 0), 'not an object'],
    'an integer too large': [
      Buffer.concat([file(`{"a":${entry([1], [0, 8], 'I64')}}`, 0), Buffer.alloc(8, 0x7f)]),
      'does not fit in 32 bits',
    ],
  };

  it.each(Object.keys(cases))('%s', (name) => {
    const [bytes, message] = cases[name] ?? [new Uint8Array(), ''];
    expect(() => parseSafetensors(bytes, 'x.safetensors')).toThrow(
      expect.objectContaining({
        code: 'bad-safetensors',
        message: expect.stringContaining(message) as string,
      }),
    );
  });

  // Each fills the longest header that is allowed.
  const longest = 9_999_000;
  const filled = (before: string, piece: string, after = '') =>
    before + piece.repeat((longest - before.length - after.length) / piece.length) + after;
  it.each([
    ['one string', filled('{"__metadata__":{"a":"', 'x', '"}}'), 'read'],
    ['backslashes', filled('{"__metadata__":{"a":"', String.raw`\\\\`, '"}}'), 'read'],
    ['a string without an end', filled('{"a', String.raw`\"`), 'not JSON'],
    ['opening brackets', filled('{"a":', '['), 'nested too deeply'],
    ['opening braces', filled('{"a":', '{"a":'), 'nested too deeply'],
    ['one number', filled('{"a":', '1', '}'), 'not an object'],
    ['commas', filled('{', ','), 'not JSON'],
    [
      'metadata',
      `{"__metadata__":{${Array.from({ length: 580_000 }, (_, index) => `"k${String(index)}":""`).join(',')}}}`,
      'read',
    ],
    [
      'a shape',
      `{"a":{"dtype":"F32","shape":[${'1,'.repeat(4_900_000)}1],"data_offsets":[0,4]}}`,
      'do not cover',
    ],
  ])('%s that never ends', (_what, header, outcome) => {
    const bytes = file(header, 0);
    let said = 'read';
    try {
      parseSafetensors(bytes);
    } catch (error) {
      expect(error).toBeInstanceOf(InputError);
      said = String(error);
    }
    expect(said).toContain(outcome);
  });

  it('every truncation of a good file', () => {
    const good = encodeSafetensors(tensors);
    for (let length = 0; length < good.byteLength; length++)
      expect(() => parseSafetensors(good.subarray(0, length))).toThrow(InputError);
  });

  it('values that do not fill their shape are not written', () => {
    const wrong = { a: { shape: [3], dtype: 'float32' as const, data: new Float32Array(2) } };
    expect(() => encodeSafetensors(wrong)).toThrow('do not fill the shape');
  });
});
