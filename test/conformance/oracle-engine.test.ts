import { rmSync } from 'node:fs';
import { openEngine } from '@frostline/engine';
import { backboneFacts } from '@frostline/model';
import { StepCache } from '@frostline/trainer';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FitRuns } from './support/fit-run.js';

/*
 * How far may two engines be apart? Rounding moves every value by about 1e-7, and training amplifies that: a ReLU
 * whose input is within rounding of zero opens on one engine only and moves the whole gradient by per cents. So the
 * measure is what the compiled engine does to itself when all weights move by 1e-7, and the rates are such that it
 * does little; shufflenet's is small because its gradient is large (norm about 100 at first).
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

/** Perturbed runs to learn the drift from, the factor for what so few do not show, and float32's own rounding. */
const perturbations = 3;
const margin = 10;
const rounding = 5e-6;

const distance = (a: readonly number[], b: readonly number[]): number[] =>
  a.map((value, index) => Math.abs(value - (b[index] ?? Number.NaN)));

/** For each loss, the largest drift so far, times the margin. */
function tolerances(losses: readonly number[], runs: readonly number[][]): number[] {
  let largest = 0;
  return losses.map((loss, step) => {
    for (const run of runs) largest = Math.max(largest, Math.abs((run[step] ?? Number.NaN) - loss));
    return margin * largest + rounding;
  });
}

describe('the compiled engine against wasm, its oracle', () => {
  let runs: FitRuns;
  let compiled: StepCache;
  let oracle: StepCache;

  beforeAll(async () => {
    runs = await FitRuns.open();
    compiled = new StepCache(await openEngine({ name: 'onnxruntime' }));
    oracle = new StepCache(await openEngine({ name: 'wasm' }));
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
      const allowed = tolerances(losses, drifted);
      const tooFar = (other: readonly number[]): number[] =>
        distance(losses, other).flatMap((error, index) => (error <= (allowed[index] ?? 0) ? [] : [index]));

      const byOracle = await runs.losses(oracle, training);
      expect(tooFar(byOracle), `${String(byOracle)} against ${String(losses)}`).toEqual([]);

      // Mistakes of this size in the rate or in the momentum are seen, so the tolerance is no blank cheque.
      const faster = { ...training, learning_rate: rate * (1 + mistake) };
      expect(tooFar(await runs.losses(compiled, faster))).not.toEqual([]);
      expect(tooFar(await runs.losses(compiled, { ...training, momentum: 0.9 - mistake }))).not.toEqual([]);
      if (hasDropout)
        expect(tooFar(await runs.losses(compiled, { ...training, dropout: 0 }))).not.toEqual([]);
    },
  );
});
