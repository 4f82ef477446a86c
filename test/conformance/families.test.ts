import { rmSync } from 'node:fs';
import { engineNames, type EngineName } from '@frostline/base';
import { openEngine } from '@frostline/engine';
import { backboneFacts, backboneFamilies } from '@frostline/model';
import { StepCache } from '@frostline/trainer';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { allowedDrift, tooFar } from './support/drift.js';
import { FitRuns } from './support/fit-run.js';

/*
 * 20 steps of each family's smallest net, on the engine that FROSTLINE_TEST_ENGINE names, against the compiled one: an hour
 * on `wasm`, minutes on `tensorflow`.
 */
const { FROSTLINE_TEST_ENGINE: asked } = process.env;
const name: EngineName | undefined = engineNames.find((engine) => engine === asked);
const reason = name === undefined ? ' (not run: FROSTLINE_TEST_ENGINE names no engine)' : '';

/** So small that rounding is hardly amplified in nets without normalisation of their gradient. */
const rate = 1e-5;
const perturbations = 2;

const nets = backboneFamilies.map(({ title, backbones }) => {
  const [net = ''] = Object.keys(backbones);
  const { imageSize: only, smallestImage } = backboneFacts(net);
  return { title, net, size: only ?? Math.max(48, smallestImage) };
});

describe.skipIf(name === undefined)(`every family on engine ${asked ?? ''}${reason}`, () => {
  let compiled: StepCache;
  let other: StepCache;
  beforeAll(async () => {
    compiled = new StepCache(await openEngine({ name: 'onnxruntime' }));
    other = new StepCache(await openEngine({ name: name ?? 'wasm' }));
  });
  afterAll(async () => {
    await compiled.dispose();
    await other.dispose();
  });

  it.each(nets)(
    '$title: $net of $size pixels has the same losses over 20 steps',
    { timeout: 1_800_000 },
    async ({ net, size }) => {
      const runs = await FitRuns.open({ size });
      try {
        const training = { backbone: net, weights: runs.weights(net), learning_rate: rate };
        const losses = await runs.losses(compiled, training);
        const drifted: number[][] = [];
        for (let seed = 0; seed < perturbations; seed++)
          drifted.push(await runs.losses(compiled, { ...training, weights: runs.weights(net, seed) }));
        const found = await runs.losses(other, training);
        const allowed = allowedDrift(losses, drifted);
        expect(tooFar(losses, found, allowed), `${String(found)} against ${String(losses)}`).toEqual([]);
      } finally {
        rmSync(runs.folder, { recursive: true });
      }
    },
  );
});
