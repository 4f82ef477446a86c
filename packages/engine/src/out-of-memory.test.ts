import { describe, expect, it } from 'vitest';
import { openEngine } from './open-engine.js';
import * as ops from './ops/index.js';
import { isOutOfMemory } from './out-of-memory.js';

/** Runs something that must fail. */
async function failureOf(act: () => unknown): Promise<unknown> {
  try {
    await act();
  } catch (error) {
    return error;
  }
  throw new Error('it did not fail');
}

describe('isOutOfMemory', () => {
  it('knows a real failure of ONNX Runtime: a product of more bytes than any address space has', async () => {
    const rows = 2 ** 24;
    const engine = await openEngine({ name: 'onnxruntime' });
    const step = await engine.compile({
      name: 'too large',
      state: {},
      batch: { x: { shape: [rows, 1], dtype: 'float32' } },
      scalars: [],
      step: ({ batch: { x } }) => ({
        state: {},
        outputs: x ? { sum: ops.sum(ops.exp(ops.matMul(x, x, false, true))) } : {},
      }),
    });
    const x = { shape: [rows, 1], dtype: 'float32', data: new Float32Array(rows) } as const;
    const noise = { seed: 0, epoch: 0, draws: new Uint32Array(rows) };
    const error = await failureOf(() =>
      step.run(engine.createState({}), { batch: { x }, scalars: {}, noise }),
    );
    expect(isOutOfMemory(error), String(error)).toBe(true);
  });

  it('knows a real failure of V8', async () => {
    const held: ArrayBuffer[] = [];
    const error = await failureOf(() => {
      for (;;) held.push(new ArrayBuffer(2 ** 52));
    });
    expect(isOutOfMemory(error), String(error)).toBe(true);
  });

  // Devices that are not at hand: what their users report.
  it.each([
    'Non-zero status code returned while running Conv node. CUDA failure 2: out of memory ; GPU=0',
    'Available memory of 0 is smaller than requested bytes of 2048',
    'WebGPU device error(2): Out of memory',
    'OOM when allocating tensor with shape[1,187,103,4] and type float',
    'std::bad_alloc',
  ])('knows %s', (message) => {
    expect(isOutOfMemory(new Error('the step failed', { cause: new Error(message) }))).toBe(true);
  });

  it('knows other failures from it', () => {
    expect(isOutOfMemory(new RangeError('Invalid typed array length: -1'))).toBe(false);
    expect(isOutOfMemory(new Error('memory access out of bounds'))).toBe(false);
    expect(isOutOfMemory('out of memory')).toBe(false);
  });
});
