import { rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { openEngine } from '@frostline/engine';
import { backboneFacts } from '@frostline/model';
import { StepCache } from '@frostline/trainer';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { allowedDrift, tooFar } from './support/drift.js';
import { FitRuns } from './support/fit-run.js';

/*
 * The measure is the compiled engine's own drift under rounding, see `allowedDrift`; the rates are such that it drifts
 * little; shufflenet's is small because its gradient is large (norm about 100 at first).
 */
// `mistake` is how wrong rate or momentum must be for the losses to show it.
const trainings = [
  { net: 'shufflenet_v2_x0_5', rate: 1e-6, mistake: 0.2 },
  { net: 'squeezenet1_1', rate: 1e-3, mistake: 0.01 },
  { net: 'mobilenet_v3_small', rate: 0.003, mistake: 0.01 },
].map((training) => {
  const { hasDropout } = backboneFacts(training.net);
  return {
    ...training,
    hasDropout,
    regularization: hasDropout ? 'label smoothing and dropout' : 'label smoothing',
  };
});

/** Perturbed runs to learn the drift from. */
const perturbations = 3;

/** Engines that run op by op: `wasm` everywhere, `tensorflow` where it is installed. */
const oracles = ['wasm', 'tensorflow'] as const;

function missing(name: (typeof oracles)[number]): string {
  if (name === 'wasm') return '';
  try {
    createRequire(createRequire(import.meta.url).resolve('@frostline/engine')).resolve(
      '@tensorflow/tfjs-node',
    );
    return '';
  } catch {
    return ' (not run: it is not installed, see `npm run setup:tensorflow`)';
  }
}

for (const name of oracles)
  describe.skipIf(missing(name) !== '')(`the compiled engine against ${name}${missing(name)}`, () => {
    let runs: FitRuns;
    let compiled: StepCache;
    let oracle: StepCache;

    beforeAll(async () => {
      runs = await FitRuns.open();
      compiled = new StepCache(await openEngine({ name: 'onnxruntime' }));
      oracle = new StepCache(await openEngine({ name }));
    });

    afterAll(async () => {
      for (const cache of [compiled, oracle]) {
        await cache.dispose();
        await cache.engine.dispose();
      }
      rmSync(runs.folder, { recursive: true });
    });

    it.each(trainings)(
      "$net: the trainer's runs have the same losses over 20 steps with momentum, falling rate, $regularization",
      { timeout: 300_000 },
      async ({ net, rate, mistake, hasDropout }) => {
        const training = { backbone: net, weights: runs.weights(net), learning_rate: rate };
        const losses = await runs.losses(compiled, training);
        const drifted: number[][] = [];
        for (let seed = 0; seed < perturbations; seed++)
          drifted.push(await runs.losses(compiled, { ...training, weights: runs.weights(net, seed) }));
        const allowed = allowedDrift(losses, drifted);
        const far = (other: readonly number[]): number[] => tooFar(losses, other, allowed);

        const byOracle = await runs.losses(oracle, training);
        expect(far(byOracle), `${String(byOracle)} against ${String(losses)}`).toEqual([]);

        // Mistakes of this size in the rate or in the momentum are seen, so the tolerance is no blank cheque.
        const faster = { ...training, learning_rate: rate * (1 + mistake) };
        expect(far(await runs.losses(compiled, faster))).not.toEqual([]);
        expect(far(await runs.losses(compiled, { ...training, momentum: 0.9 - mistake }))).not.toEqual([]);
        if (hasDropout) expect(far(await runs.losses(compiled, { ...training, dropout: 0 }))).not.toEqual([]);
      },
    );
  });
