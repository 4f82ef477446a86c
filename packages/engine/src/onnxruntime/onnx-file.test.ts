import { sha256 } from '@frostline/base';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { encodeModel } from '../onnx/encode.js';
import { hashOnnxFile } from '../onnx/hash-onnx-file.js';
import type { OnnxModel } from '../onnx/model.js';
import { openOnnxFile } from '../open-onnx-file.js';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'frostline-onnx-file-'));
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

const weights = (shift: number): Uint8Array =>
  new Uint8Array(Float32Array.from({ length: 6 }, (_, index) => index + shift).buffer);

/** x [batch, 2] times a constant [2, 3], in a file beside the model. */
const product = (location: string): OnnxModel => ({
  name: 'product',
  inputs: [{ name: 'x', type: 'float32', shape: ['batch', 2] }],
  outputs: [{ name: 'y', type: 'float32', shape: ['batch', 3] }],
  initializers: [{ name: location, type: 'float32', shape: [2, 3], bytes: weights(0) }],
  nodes: [
    { opType: 'MatMul', inputs: ['x', location], outputs: ['inner'], attributes: {} },
    { opType: 'Neg', inputs: ['inner'], outputs: ['y'], attributes: {} },
  ],
});

function write(name: string, location: string, shift: number): string {
  const file = path.join(folder, name);
  mkdirSync(path.dirname(file), { recursive: true });
  const { bytes } = encodeModel(product(location), { externalBytes: 1 });
  writeFileSync(file, bytes);
  writeFileSync(path.join(path.dirname(file), location), weights(shift));
  return file;
}

describe('a model with large constants in a file beside it', () => {
  it.each([
    ['y', [-30, -41, -52]],
    ['inner', [30, 41, 52]],
  ])('computes %s with them', async (output, expected) => {
    const model = await openOnnxFile(write('a/net.onnx', 'net.onnx.data', 0), { output });
    const { shape, data } = await model.run({
      shape: [1, 2],
      dtype: 'float32',
      data: Float32Array.of(1, 10),
    });
    expect(shape).toEqual([1, 3]);
    expect([...data]).toEqual(expected);
    model.dispose();
  });

  it('is another one when they are others, and the same wherever it lies', async () => {
    const [first, moved, other] = [
      await hashOnnxFile(write('a/net.onnx', 'net.onnx.data', 0)),
      await hashOnnxFile(write('b/c/renamed.onnx', 'net.onnx.data', 0)),
      await hashOnnxFile(write('d/net.onnx', 'net.onnx.data', 1)),
    ];
    expect(moved).toBe(first);
    expect(other).not.toBe(first);
  });

  it('has the SHA-256 of its file where it needs no other', async () => {
    const { bytes } = encodeModel(product('weights'));
    const file = path.join(folder, 'whole.onnx');
    writeFileSync(file, bytes);
    expect(await hashOnnxFile(file)).toBe(sha256(bytes));
  });

  it('is refused when they are missing, or lie in another folder', async () => {
    const file = write('e/net.onnx', 'net.onnx.data', 0);
    rmSync(path.join(folder, 'e/net.onnx.data'));
    await expect(openOnnxFile(file)).rejects.toThrow(/net\.onnx: no such file.*found "net\.onnx\.data"/);
    await expect(hashOnnxFile(write('f/net.onnx', '../outside.data', 0))).rejects.toThrow(
      'path leaves its folder',
    );
  });
});
