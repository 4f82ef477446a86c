import { InputError } from '@frostline/base';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openOnnxFile } from '../open-onnx-file.js';
import * as ops from '../ops/index.js';
import type { HostTensor } from '../tensor.js';
import { exportOnnx, type ExportedFunction } from './export-onnx.js';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'frostline-onnx-'));
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

const values = (shape: number[], from: number): HostTensor => ({
  shape,
  dtype: 'float32',
  data: Float32Array.from({ length: shape.reduce((a, b) => a * b, 1) }, (_, index) => from + index / 8),
});

/** Tokens of an image, a learned one before them, weighted: reshapes and broadcasts that depend on the batch. */
const tokens: ExportedFunction = {
  name: 'tokens',
  input: [2, 2, 3],
  outputName: 'mixed',
  weights: { 'first.token': values([1, 1, 2], 5), 'mix.weight': values([2, 2], -1) },
  forward: (x, weights) => {
    const [batch = 1] = x.shape;
    const { 'first.token': first, 'mix.weight': mix } = weights;
    if (first === undefined || mix === undefined) throw new Error('a weight is missing');
    const flat = ops.transpose(ops.reshape(x, [batch, 2, 6]), [0, 2, 1]);
    const all = ops.concat([ops.tile(first, [batch, 1, 1]), flat], 1);
    return ops.reshape(ops.matMul(ops.reshape(all, [batch * 7, 2]), mix), [batch, 7, 2]);
  },
};

/** The same, by hand. */
function expected(x: HostTensor): number[] {
  const mix = [-1, -0.875, -0.75, -0.625];
  const weigh = (a: number, b: number): number[] => [
    a * (mix[0] ?? 0) + b * (mix[2] ?? 0),
    a * (mix[1] ?? 0) + b * (mix[3] ?? 0),
  ];
  const out: number[] = [];
  for (let image = 0; image < (x.shape[0] ?? 0); image++) {
    out.push(...weigh(5, 5.125));
    for (let pixel = 0; pixel < 6; pixel++)
      out.push(...weigh(x.data[image * 12 + pixel] ?? NaN, x.data[image * 12 + 6 + pixel] ?? NaN));
  }
  return out;
}

const write = (name: string, bytes: Uint8Array): string => {
  const file = path.join(folder, name);
  writeFileSync(file, bytes);
  return file;
};

describe('an exported model', () => {
  it('takes any batch and computes the same', async () => {
    const model = await openOnnxFile(write('tokens.onnx', exportOnnx(tokens)));
    expect(model.output).toBe('mixed');
    expect(model.inputShape).toEqual([null, 2, 2, 3]);
    for (const batch of [1, 2, 5]) {
      const x = values([batch, 2, 2, 3], batch);
      const { shape, data } = await model.run(x);
      expect(shape).toEqual([batch, 7, 2]);
      expected(x).forEach((value, index) => {
        expect(data[index]).toBeCloseTo(value, 4);
      });
    }
    model.dispose();
  });

  it('holds its weights under their names, once', () => {
    const text = Buffer.from(exportOnnx(tokens)).toString('latin1');
    for (const name of ['first.token', 'mix.weight'])
      expect(text.split(name).length - 1, name).toBeGreaterThan(1);
  });

  it('is refused where it does not give each example an answer', () => {
    const mixed = { ...tokens, forward: (x: Parameters<typeof tokens.forward>[0]) => ops.mean(x, [0]) };
    expect(() => exportOnnx(mixed)).toThrow(InputError);
    expect(() => exportOnnx(mixed)).toThrow('computes otherwise for another batch size');
  });
});

describe('a model from a file', () => {
  it('gives any value that it computes, also one that is no output', async () => {
    const file = write('inner.onnx', exportOnnx(tokens));
    const names = await openOnnxFile(file, { output: 'nothing' }).catch((error: unknown) => String(error));
    const inner = /allowed: mixed, (\S+),/.exec(names as string)?.[1];
    const model = await openOnnxFile(file, { output: inner });
    const { shape } = await model.run(values([3, 2, 2, 3], 0));
    expect(shape.reduce((a, b) => a * b, 1)).toBe(3 * 14);
    model.dispose();
  });

  it('is refused with its place when it is missing, no model, or given another shape', async () => {
    await expect(openOnnxFile(path.join(folder, 'none.onnx'))).rejects.toThrow('cannot read the model');
    for (const bytes of [Buffer.from('PK not a model'), Buffer.alloc(0), Buffer.alloc(64, 255)])
      await expect(openOnnxFile(write('junk.onnx', bytes))).rejects.toThrow(
        /junk\.onnx: .*not an ONNX model/,
      );
    const model = await openOnnxFile(write('shape.onnx', exportOnnx(tokens)));
    await expect(model.run(values([1, 2, 2, 4], 0))).rejects.toThrow(/allowed: "?\[any, 2, 2, 3\]/);
    model.dispose();
  });
});
