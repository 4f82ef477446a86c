import { rmSync } from 'node:fs';
import { memory, openEngine } from '@frostline/engine';
import { StepCache } from '@frostline/trainer';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { FitRuns } from './support/fit-run.js';

const steps = 1000;
const batchSize = 2;
const stepsPerEpoch = 20;

let runs: FitRuns;

beforeAll(async () => {
  runs = await FitRuns.open({ size: 32, trained: batchSize * stepsPerEpoch });
});

afterAll(() => {
  rmSync(runs.folder, { recursive: true });
});

// Between them the trained ends have convolution, BatchNorm and dropout; a whole net would take minutes.
it.each([
  { backbone: 'shufflenet_v2_x0_5', freeze: 'until:stage4' },
  { backbone: 'squeezenet1_1', freeze: 'head' },
])(
  'a run of $backbone ($freeze) on wasm holds as many tensors and bytes after 1,000 steps as after 10, and none at the end',
  { timeout: 300_000 },
  async ({ backbone, freeze }) => {
    const engine = await openEngine({ name: 'wasm' });
    const before = memory();
    const cache = new StepCache(engine);
    const training = {
      backbone,
      freeze,
      weights: runs.weights(backbone),
      learning_rate: 1e-4,
      epochs: steps / stepsPerEpoch,
      batch_size: batchSize,
    };
    // At each look a second has passed, so the run tells its progress after every step.
    let seconds = 0;
    const clock = { now: () => 0, monotonic: () => (seconds += 1) * 1000 };
    const held = new Map<number, ReturnType<typeof memory>>();
    for await (const event of runs.events(cache, training, { clock, checkpointSeconds: Infinity }))
      if (event.type === 'progress') held.set(event.step, memory());

    expect(held.size).toBe(steps);
    expect(held.get(10)?.numTensors).toBeGreaterThan(before.numTensors);
    expect(held.get(steps)).toEqual(held.get(10));

    await cache.dispose();
    expect(memory()).toEqual(before);
    await engine.dispose();
  },
);
