import { memory, openEngine } from '@frostline/engine';
import {
  AdaptiveAvgPool2d,
  BatchNorm2d,
  Conv2d,
  Dropout,
  Flatten,
  Linear,
  MaxPool2d,
  ReLU,
  Sequential,
} from '@frostline/model';
import { expect, it } from 'vitest';
import { callAt, classes, trainingOf } from './support/training-run.js';

it('training on wasm holds as many tensors and bytes after 1,000 steps as after 10, and none at the end', async () => {
  const net = new Sequential(
    new Conv2d(3, 4, 3, { stride: 4 }),
    new BatchNorm2d(4),
    new ReLU(),
    new MaxPool2d(2),
    new AdaptiveAvgPool2d(1),
    new Flatten(),
    new Dropout(0.2),
    new Linear(4, classes),
  );
  const training = trainingOf(net);
  const calls = Array.from({ length: 20 }, (_, step) => callAt(step, 0.01));
  const engine = await openEngine({ name: 'wasm' });
  const before = memory();
  const step = await engine.compile(training.program);
  const state = engine.createState(training.initial);
  const runTo = async (from: number, to: number): Promise<void> => {
    for (let index = from; index < to; index++) {
      const call = calls[index % calls.length];
      if (call) await step.run(state, call);
    }
  };

  await runTo(0, 10);
  const early = memory();
  await runTo(10, 1000);
  expect(memory()).toEqual(early);
  expect(early.numTensors).toBeGreaterThan(before.numTensors);

  step.dispose();
  state.dispose();
  expect(memory()).toEqual(before);
  await engine.dispose();
});
