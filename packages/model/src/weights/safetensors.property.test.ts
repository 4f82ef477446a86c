import { InputError } from '@frostline/base';
import type { HostRecord } from '@frostline/engine';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { ElementTypeName } from './element-types.js';
import { encodeSafetensors, parseSafetensors } from './safetensors.js';

/** `npm run fuzz -- --mutations N`. */
const mutations = Number(process.env['FROSTLINE_MUTATIONS'] ?? 500);
const seconds = 30 + mutations / 100;

const names = fc.string({ unit: 'binary', maxLength: 8 }).filter((name) => name !== '__metadata__');
const shapes = fc.array(fc.nat({ max: 3 }), { maxLength: 3 });
const tensors: fc.Arbitrary<HostRecord> = fc.dictionary(
  names,
  shapes.chain((shape) => {
    const size = shape.reduce((product, extent) => product * extent, 1);
    const of = <T>(element: fc.Arbitrary<T>) => fc.array(element, { minLength: size, maxLength: size });
    return fc.oneof(
      of(fc.float()).map((data) => ({ shape, dtype: 'float32' as const, data: Float32Array.from(data) })),
      of(fc.integer()).map((data) => ({ shape, dtype: 'int32' as const, data: Int32Array.from(data) })),
      of(fc.nat({ max: 255 })).map((data) => ({
        shape,
        dtype: 'uint8' as const,
        data: Uint8Array.from(data),
      })),
    );
  }),
  { maxKeys: 4, noNullPrototype: true },
);

it('whatever is written is read again', () => {
  fc.assert(
    fc.property(tensors, fc.dictionary(names, fc.string(), { noNullPrototype: true }), (state, metadata) => {
      expect(parseSafetensors(encodeSafetensors(state, { metadata }))).toEqual({ tensors: state, metadata });
    }),
  );
});

it.each([
  ['F16', 16],
  ['BF16', 16],
] as const)('every %s is read and written without loss', (type: ElementTypeName, bits) => {
  const patterns = Uint16Array.from({ length: 2 ** bits }, (_, index) => index);
  const header = JSON.stringify({ x: { dtype: type, shape: [patterns.length], data_offsets: [0, 2 ** 17] } });
  const file = Buffer.concat([Buffer.alloc(8), Buffer.from(header), Buffer.from(patterns.buffer)]);
  file.writeBigUInt64LE(BigInt(header.length));
  const { tensors: read } = parseSafetensors(file);
  const again = parseSafetensors(encodeSafetensors(read, { typeOf: () => type })).tensors;
  expect(again).toEqual(read);
});

type Mutation = (file: Uint8Array) => Uint8Array;
const spots = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
const at = (file: Uint8Array, spot: number): number => Math.floor(spot * file.length);
/** Pieces that change what a header means. */
const pieces = fc.constantFrom(
  ...['{', '}', '[', ']', ',', ':', '"', '\\', '-', '0', '9', 'e', '.', '1e400', 'null', '\0', '\uFFFD'],
  ...['"dtype":"I64",', '"shape":[2],', '"data_offsets":[0,0],', '"__metadata__":{},', '9007199254740993'],
);
const replaceAt = (file: Uint8Array, from: number, count: number, bytes: Uint8Array): Uint8Array =>
  Buffer.concat([file.subarray(0, from), bytes, file.subarray(from + count)]);

const mutation: fc.Arbitrary<Mutation> = fc.oneof(
  fc.tuple(spots, fc.nat({ max: 255 })).map(
    ([spot, byte]): Mutation =>
      (file) =>
        replaceAt(file, at(file, spot), 1, Uint8Array.of(byte)),
  ),
  fc.tuple(spots, fc.nat({ max: 20 }), pieces).map(
    ([spot, count, piece]): Mutation =>
      (file) =>
        replaceAt(file, at(file, spot), count, Buffer.from(piece)),
  ),
  spots.map(
    (spot): Mutation =>
      (file) =>
        file.subarray(0, at(file, spot)),
  ),
  fc.tuple(spots, spots, spots).map(
    ([from, to, spot]): Mutation =>
      (file) =>
        replaceAt(file, at(file, spot), 0, file.slice(at(file, Math.min(from, to)), at(file, to))),
  ),
  fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }).map((length): Mutation => (file) => {
    const bytes = Buffer.alloc(8);
    bytes.writeBigUInt64LE(length);
    return replaceAt(file, 0, 8, bytes);
  }),
);

/** What a file says must be no more than it holds. */
function claimed(state: HostRecord): number {
  return Object.values(state).reduce((sum, { data, shape }) => {
    expect(data).toHaveLength(shape.reduce((product, extent) => product * extent, 1));
    return sum + data.length;
  }, 0);
}

it(
  `a mutated file is read or refused with a typed error, in no time: ${String(mutations)} mutations`,
  () => {
    let slowest = 0;
    fc.assert(
      fc.property(
        tensors,
        fc.dictionary(names, fc.string(), { maxKeys: 2 }),
        fc.array(mutation, { minLength: 1, maxLength: 4 }),
        (state, metadata, changes) => {
          const good = encodeSafetensors(state, { metadata });
          const file = changes.reduce((bytes, change) => change(bytes), good);
          const start = performance.now();
          try {
            expect(claimed(parseSafetensors(file).tensors)).toBeLessThanOrEqual(file.length);
          } catch (error) {
            expect(error).toBeInstanceOf(InputError);
            expect(error).toMatchObject({ code: 'bad-safetensors', exitCode: 2 });
          }
          slowest = Math.max(slowest, performance.now() - start);
        },
      ),
      { numRuns: mutations },
    );
    expect(slowest).toBeLessThan(1000);
  },
  seconds * 1000,
);
