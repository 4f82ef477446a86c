import { openEngine, type Engine } from '@frostline/engine';
import { conform, conformanceLine, readOracle } from '@frostline/tools/conformance';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { goldenFile, goldenNets } from './support/golden-nets.js';

/** The large ones would take minutes op by op. */
const smallNets = goldenNets.filter((net) => readOracle(goldenFile(net)).parameters < 10e6);

describe.each([
  { name: 'onnxruntime', nets: goldenNets },
  { name: 'wasm', nets: smallNets },
] as const)('nets on $name', ({ name, nets }) => {
  let engine: Engine;

  beforeAll(async () => {
    engine = await openEngine({ name });
  });

  afterAll(async () => {
    await engine.dispose();
  });

  it.each(nets)(
    '%s is torchvision’s: printed form, state dict, and logits, loss, gradients and buffers in both modes',
    { timeout: 300_000 },
    async (net) => {
      const result = await conform(engine, readOracle(goldenFile(net)));
      expect(result.holds, conformanceLine(net, result)).toBe(true);
    },
  );
});
