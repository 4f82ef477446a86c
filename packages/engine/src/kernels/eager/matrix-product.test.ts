import { afterAll, expect, it } from 'vitest';
import { useBackend } from '../../backend.js';
import { toHostSync } from '../../host.js';
import { constant, matMul, memory, tidy } from '../../ops/index.js';

/** Small whole numbers, whose products are exact. */
const numbers = (shape: readonly number[], step: number) => {
  const count = shape.reduce((product, extent) => product * extent, 1);
  return constant(
    Array.from({ length: count }, (_, index) => ((index * step) % 11) - 5),
    shape,
  );
};

afterAll(async () => {
  await useBackend('cpu');
});

it.each([
  { leading: [], transposeA: false, transposeB: true },
  { leading: [], transposeA: true, transposeB: false },
  { leading: [], transposeA: true, transposeB: true },
  { leading: [1, 1], transposeA: true, transposeB: true },
  { leading: [2, 3], transposeA: true, transposeB: true },
])(
  'a product of $leading matrices, transposed $transposeA and $transposeB, is the same on wasm',
  async ({ leading, transposeA, transposeB }) => {
    const product = async (backend: 'cpu' | 'wasm') => {
      await useBackend(backend);
      const before = memory().numTensors;
      const result = tidy(() => {
        const a = numbers([...leading, ...(transposeA ? [5, 7] : [7, 5])], 7);
        const b = numbers([...leading, ...(transposeB ? [4, 5] : [5, 4])], 3);
        return matMul(a, b, transposeA, transposeB);
      });
      const values = toHostSync(result);
      result.dispose();
      expect(memory().numTensors).toBe(before);
      return values;
    };
    expect(await product('wasm')).toEqual(await product('cpu'));
  },
);
