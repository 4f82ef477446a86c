import { openEngine, type Engine } from '@frostline/engine';
import { conform, conformanceLine, readOracle } from '@frostline/tools/conformance';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { goldenFile, goldenNets } from './support/golden-nets.js';

describe.each(['onnxruntime', 'wasm'] as const)('nets on %s', (name) => {
  let engine: Engine;

  beforeAll(async () => {
    engine = await openEngine({ name });
  });

  afterAll(async () => {
    await engine.dispose();
  });

  it.each(goldenNets)(
    '%s is torchvision’s: printed form, state dict, and logits, loss, gradients and buffers in both modes',
    { timeout: 300_000 },
    async (net) => {
      const result = await conform(engine, readOracle(goldenFile(net)));
      expect(result.holds, conformanceLine(net, result)).toBe(true);
    },
  );
});
