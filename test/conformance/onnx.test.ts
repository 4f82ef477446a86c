import { openOnnxFile } from '@frostline/engine';
import { createBackbone, toOnnx } from '@frostline/model';
import { imagesByRule, readOracle, stateByRule } from '@frostline/tools/conformance';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { goldenFile, goldenNets } from './support/golden-nets.js';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'frostline-onnx-'));
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

describe('nets exported to ONNX', () => {
  it.each(goldenNets)(
    '%s: onnxruntime gives torchvision’s logits, for any batch',
    { timeout: 300_000 },
    async (name) => {
      const { num_classes: classes, seed, input, ...golden } = readOracle(goldenFile(name));
      const net = createBackbone(name, { classes });
      net.loadStateDict(stateByRule(seed, [...net.namedState()]));
      const [count, ...image] = input.shape;
      const file = path.join(folder, `${name}.onnx`);
      writeFileSync(file, toOnnx(net, { input: image }));
      const model = await openOnnxFile(file);
      const images = imagesByRule(seed, input.shape);
      const truth = golden.eval.logits;
      const allowed = 1e-4 * Math.max(...truth.flat().map(Math.abs));
      for (const batch of [count, 1]) {
        const values = images.data.subarray(0, images.data.length * (batch / count));
        const { shape, data } = await model.run({ ...images, shape: [batch, ...image], data: values });
        expect(shape).toEqual([batch, classes]);
        const errors = Array.from(data, (value, index) =>
          Math.abs(value - (truth[Math.floor(index / classes)]?.[index % classes] ?? NaN)),
        );
        expect(Math.max(...errors)).toBeLessThanOrEqual(allowed);
      }
      model.dispose();
      rmSync(file);
    },
  );
});
