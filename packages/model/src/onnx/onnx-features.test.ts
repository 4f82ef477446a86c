import {
  exportOnnx,
  fromHost,
  ops,
  toHost,
  useBackend,
  type ExportedFunction,
  type HostTensor,
} from '@frostline/engine';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { toOnnx } from '../export/to-onnx.js';
import { TinyBackbone } from '../testing/tiny-backbone.js';
import { withFixedBatch } from '../testing/fixed-batch.js';
import { openOnnxFeatures } from './onnx-features.js';

let folder: string;
beforeAll(async () => {
  await useBackend('cpu');
  folder = mkdtempSync(path.join(tmpdir(), 'frostline-features-'));
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

const SIZE = 12;
const images = (count: number): HostTensor => ({
  shape: [count, 3, SIZE, SIZE],
  dtype: 'float32',
  data: Float32Array.from({ length: count * 3 * SIZE * SIZE }, (_, index) => Math.sin(index)),
});

const write = (name: string, bytes: Uint8Array): string => {
  const file = path.join(folder, name);
  writeFileSync(file, bytes);
  return file;
};

const model = (forward: ExportedFunction['forward'], input = [3, SIZE, SIZE]): Uint8Array =>
  exportOnnx({ name: 'model', input, outputName: 'y', weights: {}, forward });

/** x [n, 3, 12, 12] → Reshape to [1, 432]: the shape of one image, as a tracing exporter leaves it. */
const stuck =
  'CAgSCWZyb3N0bGluZTpvChUKAXgKAXMSAXkaAXkiB1Jlc2hhcGUSBXN0dWNrKhoKAQIQB0IBc0oQAQAAAAAAAACwAQAAAAAAAFocCgF4EhcKFQgBEhEKAxIBbgoCCAMKAggMCgIIDGIVCgF5EhAKDggBEgoKAxIBbgoDCLADQgIQEg==';

describe('features of a model in a file', () => {
  it('are its output, by as many images as its batch takes, the last ones padded', async () => {
    const net = new TinyBackbone();
    net.eval();
    const free = toOnnx(net, { input: [3, SIZE, SIZE] });
    const seven = images(7);
    const expected = await toHost(net.call(fromHost(seven)));
    for (const batch of ['any', 1, 3] as const) {
      const bytes = batch === 'any' ? free : withFixedBatch(free, batch);
      const features = await openOnnxFeatures(write(`${batch}.onnx`, bytes));
      expect(features).toMatchObject({ output: 'logits', imageSize: SIZE });
      expect(await features.probe(SIZE)).toEqual({ shape: [3], pooling: 'none', width: 3 });
      const got = await features.run(seven);
      expect(got).toHaveLength(21);
      got.forEach((value, index) => {
        expect(value).toBeCloseTo(expected.data[index] ?? NaN, 5);
      });
      features.dispose();
    }
  });

  it('go in one by one where the batch only looks free', async () => {
    const features = await openOnnxFeatures(write('stuck.onnx', Buffer.from(stuck, 'base64')));
    await features.probe(SIZE);
    expect(await features.run(images(3))).toEqual(images(3).data);
    features.dispose();
  });

  it('are refused for images of another size than the model takes', async () => {
    const features = await openOnnxFeatures(
      write(
        'size.onnx',
        model((x) => ops.mean(x, [2, 3])),
      ),
    );
    await expect(features.probe(64)).rejects.toThrow(
      /size\.onnx: the model takes images of one size; found 64; allowed: image_size: 12/,
    );
    features.dispose();
  });

  it('are refused for a model that takes no square colour images', async () => {
    const [narrow, grey] = [
      [3, 12, 8],
      [1, 12, 12],
    ].map((input) =>
      write(
        `${input.join('-')}.onnx`,
        model((x) => ops.mean(x, [2, 3]), input),
      ),
    );
    await expect(openOnnxFeatures(narrow ?? '')).rejects.toThrow(/found "\[any, 3, 12, 8\]"/);
    await expect(openOnnxFeatures(grey ?? '')).rejects.toThrow(/found "\[any, 1, 12, 12\]"/);
  });
});
