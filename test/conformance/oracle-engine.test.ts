import { openEngine, type Engine } from '@frostline/engine';
import { createBackbone } from '@frostline/model';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { classes, compileTraining, perturbed, trainingOf } from './support/training-run.js';

/*
 * How far may two engines be apart? Rounding moves every value by about 1e-7, and training amplifies that: a ReLU
 * whose input is within rounding of zero opens on one engine only and moves the whole gradient by per cents. So the
 * measure is what the compiled engine does to itself when all weights move by 1e-7, and the rates are such that it
 * does little; shufflenet's is small because its gradient is large (norm about 100 at first).
 */
// `mistake` is how wrong rate or momentum must be for the losses to show it.
const trainings = [
  { net: 'shufflenet_v2_x0_5', rate: 1e-5, mistake: 0.2 },
  { net: 'squeezenet1_1', rate: 1e-3, mistake: 0.01 },
  { net: 'mobilenet_v3_small', rate: 0.03, mistake: 0.01 },
];

/** Perturbed runs to learn the drift from, the factor for what so few do not show, and float32's own rounding. */
const perturbations = 3;
const margin = 10;
const rounding = 5e-6;

const distance = (a: readonly number[], b: readonly number[]): number[] =>
  a.map((value, index) => Math.abs(value - (b[index] ?? Number.NaN)));

/** For each step, the largest drift so far, times the margin. */
function tolerances(losses: readonly number[], runs: readonly number[][]): number[] {
  let largest = 0;
  return losses.map((loss, step) => {
    for (const run of runs) largest = Math.max(largest, Math.abs((run[step] ?? Number.NaN) - loss));
    return margin * largest + rounding;
  });
}

describe('the compiled engine against wasm, its oracle', () => {
  let compiled: Engine;
  let oracle: Engine;

  beforeAll(async () => {
    compiled = await openEngine({ name: 'onnxruntime' });
    oracle = await openEngine({ name: 'wasm' });
  });

  afterAll(async () => {
    await compiled.dispose();
    await oracle.dispose();
  });

  it.each(trainings)(
    '$net: the same losses over 20 steps with momentum, falling rate, dropout and label smoothing',
    { timeout: 300_000 },
    async ({ net, rate, mistake }) => {
      const training = trainingOf(createBackbone(net, { classes }), rate);
      const run = await compileTraining(compiled, training);
      const losses = await run(training.initial);
      const drifted: number[][] = [];
      for (let seed = 0; seed < perturbations; seed++) drifted.push(await run(perturbed(training, seed)));
      const allowed = tolerances(losses, drifted);
      const tooFar = (other: readonly number[]): number[] =>
        distance(losses, other).flatMap((error, step) => (error <= (allowed[step] ?? 0) ? [] : [step]));

      const byOracle = await (await compileTraining(oracle, training))(training.initial);
      expect(tooFar(byOracle), `${String(byOracle)} against ${String(losses)}`).toEqual([]);

      // Mistakes of this size in the rate or in the momentum are seen, so the tolerance is no blank cheque.
      expect(tooFar(await run(training.initial, { rateFactor: 1 + mistake }))).not.toEqual([]);
      expect(tooFar(await run(training.initial, { momentum: 0.9 - mistake }))).not.toEqual([]);
    },
  );
});
