import * as ort from 'onnxruntime-node';
import { describe, expect, it } from 'vitest';
// Registers what traced programs record.
import '../backend.js';
import { compileProgram } from '../onnxruntime/program.js';
import { createSession } from '../onnxruntime/session.js';
import * as ops from '../ops/index.js';
import type { HostTensor, Tensor } from '../tensor.js';
import { inHalfPrecision } from './half-precision.js';

const wave = (shape: number[], scale: number, shift = 0): HostTensor => ({
  shape,
  dtype: 'float32',
  data: Float32Array.from(
    { length: shape.reduce((a, b) => a * b, 1) },
    (_, i) => shift + scale * Math.sin(1 + i * 1.7),
  ),
});

const constants = { filter: wave([8, 3, 3, 3], 0.3), mean: wave([8], 1), variance: wave([8], 1, 2) };

const { model } = compileProgram({
  name: 'prefix',
  state: {},
  constants,
  batch: { pixels: { shape: [2, 16, 16, 3], dtype: 'uint8' }, shift: { shape: [8, 1, 1], dtype: 'float32' } },
  scalars: [],
  step: ({ constants, batch }) => {
    const { filter, mean, variance } = constants as Record<'filter' | 'mean' | 'variance', Tensor>;
    const x = ops.transpose(ops.cast(batch['pixels'] as Tensor, 'float32'), [0, 3, 1, 2]);
    const y = ops.conv2d(ops.div(ops.sub(x, 120), 60), filter, null, { padding: 1 });
    const z = ops.batchNorm(y, { mean, variance, weight: variance, bias: mean });
    const features = ops.maxPool2d(ops.relu(ops.add(z, batch['shift'] as Tensor)), { kernel: 2 });
    return { state: {}, outputs: { features, winners: ops.cast(ops.greater(features, 1), 'int32') } };
  },
});

/** The processor has no float16 kernels: it computes between casts, and rounds where a card would. */
async function outputsOf(one: typeof model): Promise<Record<string, ort.Tensor>> {
  const session = await createSession(one, 1, 'cpu');
  const pixels = Uint8Array.from({ length: 2 * 16 * 16 * 3 }, (_, i) => (i * 37) % 256);
  const outputs = await session.run({
    'batch/pixels': new ort.Tensor('uint8', pixels, [2, 16, 16, 3]),
    'batch/shift': new ort.Tensor('float32', wave([8], 0.1).data as Float32Array, [8, 1, 1]),
  });
  await session.release();
  return outputs as Record<string, ort.Tensor>;
}

describe('a model in half precision', () => {
  it('takes and gives the same types, and rounds within', async () => {
    const [full, half] = [await outputsOf(model), await outputsOf(inHalfPrecision(model))];
    const [expected, found] = [full, half].map((outputs) => outputs['outputs/features']);
    expect([found?.type, found?.dims]).toEqual(['float32', [2, 8, 8, 8]]);
    expect(half['outputs/winners']?.type).toBe('int32');
    const errors = [...((expected?.data ?? []) as Float32Array)].map((value, i) =>
      Math.abs(value - Number(found?.data[i])),
    );
    expect(Math.max(...errors)).toBeLessThan(5e-3);
    // It would be the same numbers if nothing were rounded.
    expect(Math.max(...errors)).toBeGreaterThan(1e-5);
  });

  it('holds its weights in half the bytes', () => {
    const bytes = ({ initializers }: typeof model): number =>
      initializers
        .filter(({ type }) => type.startsWith('float'))
        .reduce((sum, one) => sum + one.bytes.length, 0);
    expect(bytes(inHalfPrecision(model))).toBe(bytes(model) / 2);
  });
});
