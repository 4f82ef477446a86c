import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { fromHost, tidy, toHostSync, useBackend, type HostRecord, type HostTensor } from '@frostline/engine';
import { createBackbone, encodeSafetensors, parseSafetensors } from '@frostline/model';
import { imagesByRule, largestError, readOracle, stateByRule } from '@frostline/tools/conformance';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { goldenFile, goldenNets } from '../support/golden-nets.js';
import { python } from '../support/python.js';

interface Answer {
  readonly logits: number[];
  readonly err32: number;
}

const classes = 7;
const seed = 'checkpoint';
const folder = mkdtempSync(join(tmpdir(), 'frostline-interop-'));
const imagesFile = join(folder, 'images.safetensors');
const program = fileURLToPath(new URL('torchvision_net.py', import.meta.url));

const torchvision = async (verb: 'load' | 'save', net: string, weights: string): Promise<Answer> =>
  JSON.parse(await python(program, verb, net, String(classes), weights, imagesFile)) as Answer;

/** Our net's logits, in evaluation mode. */
function logitsOf(net: string, images: HostTensor, state: HostRecord): ArrayLike<number> {
  const backbone = createBackbone(net, { classes }).eval();
  backbone.loadStateDict(state);
  return tidy(() => toHostSync(backbone.call(fromHost(images))).data);
}

function expectEqual(ours: ArrayLike<number>, { logits, err32 }: Answer): void {
  const scale = 1e-5 * Math.max(...logits.map(Math.abs));
  expect(ours).toHaveLength(logits.length);
  expect(largestError(logits, ours)).toBeLessThanOrEqual(Math.max(scale, 10 * err32));
}

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

describe.each(goldenNets)('a checkpoint of %s', (net) => {
  const images = imagesByRule(seed, readOracle(goldenFile(net)).input.shape);

  beforeAll(async () => {
    await useBackend('wasm');
    writeFileSync(imagesFile, encodeSafetensors({ x: images }));
  });

  it(
    'that we wrote loads into torchvision with strict=True and gives the same logits',
    { timeout: 300_000 },
    async () => {
      const filled = createBackbone(net, { classes });
      filled.loadStateDict(stateByRule(seed, filled.namedState()));
      const state = filled.stateDict();
      const file = join(folder, `${net}.ours.safetensors`);
      writeFileSync(file, encodeSafetensors(state));
      expectEqual(logitsOf(net, images, state), await torchvision('load', net, file));
    },
  );

  it('that torch wrote loads into our net and gives the same logits', { timeout: 300_000 }, async () => {
    const file = join(folder, `${net}.torch.safetensors`);
    const answer = await torchvision('save', net, file);
    expectEqual(logitsOf(net, images, parseSafetensors(readFileSync(file)).tensors), answer);
  });
});
