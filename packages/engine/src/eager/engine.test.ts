import { expect, it } from 'vitest';
import type { StepProgram } from '../engine.js';
import { valueAndGradients } from '../gradients.js';
import type { EagerBackend } from '../kernels/eager/register.js';
import { openEngine } from '../open-engine.js';
import * as ops from '../ops/index.js';
import type { HostTensor, Tensor } from '../tensor.js';
import { describeBackends } from '../testing/here.js';

const x: HostTensor = {
  shape: [2, 1, 4, 4],
  dtype: 'float32',
  data: new Float32Array(32).map((_, i) => i / 32),
};
const filter: HostTensor = { shape: [2, 1, 3, 3], dtype: 'float32', data: new Float32Array(18).fill(0.1) };

const program: StepProgram = {
  name: 'tiny',
  state: { filter: { shape: filter.shape, dtype: 'float32' } },
  batch: { x: { shape: x.shape, dtype: 'float32' } },
  scalars: ['rate'],
  step: ({ state, batch, scalars, noise }) => {
    const weight = state['filter'] as Tensor;
    const { loss, aux, gradients } = valueAndGradients(() => {
      const y = ops.conv2d(batch['x'] as Tensor, weight, null, { padding: 1 });
      const { y: normal, mean } = ops.batchNormTraining(y, ops.ones([2]), ops.zeros([2]));
      const pooled = ops.maxPool2d(ops.relu(normal), { kernel: 2 });
      const dropped = ops.dropout(pooled, 0.5, noise.uniform('drop', pooled.shape));
      return { loss: ops.mean(ops.square(dropped)), aux: { mean } };
    }, [weight]);
    const next = ops.sub(weight, ops.mul(gradients[0] as Tensor, scalars['rate'] as Tensor));
    return { state: { filter: next }, outputs: { loss, mean: aux['mean'] as Tensor, again: loss } };
  },
};

const call = (scale = 1): Parameters<Awaited<ReturnType<typeof compile>>['step']['run']>[1] => ({
  batch: { x },
  scalars: { rate: 0.01 * scale },
  noise: { seed: 1, epoch: 0, draws: Uint32Array.of(0, 1) },
});

async function compile(backend: EagerBackend) {
  const engine = await openEngine({ name: backend });
  return { engine, step: await engine.compile(program), state: engine.createState({ filter }) };
}

describeBackends('the eager engine on', (backend) => {
  it('holds the same tensors and bytes after 10 and after 1,000 steps, and none at the end', async () => {
    const before = ops.memory();
    const { engine, step, state } = await compile(backend);
    for (let i = 0; i < 10; i++) await step.run(state, call());
    const early = ops.memory();
    for (let i = 10; i < 1000; i++) await step.run(state, call());
    expect(ops.memory()).toEqual(early);
    step.dispose();
    state.dispose();
    await engine.dispose();
    expect(ops.memory()).toEqual(before);
  });

  it('leaves the state as it was when a step fails, and nothing behind', async () => {
    const { engine, state, step } = await compile(backend);
    const before = ops.memory();
    const failing = await engine.compile({
      ...program,
      step: (inputs) => {
        program.step(inputs);
        throw new Error('no more');
      },
    });
    await expect(failing.run(state, call())).rejects.toThrow('no more');
    const wrong = await engine.compile({
      ...program,
      step: ({ batch }) => ({ state: { filter: batch['x'] as Tensor }, outputs: {} }),
    });
    await expect(wrong.run(state, call())).rejects.toThrow(/filter: float32\[2,1,4,4\]/);
    expect(await state.read()).toEqual({ filter });
    expect(ops.memory()).toEqual(before);
    state.dispose();
    step.dispose();
  });
});

it('a state of another engine is refused', async () => {
  const { step, state } = await compile('cpu');
  const foreign = {
    ...state,
    read: state.read.bind(state),
    write: state.write.bind(state),
    dispose: state.dispose.bind(state),
  };
  await expect(step.run(foreign, call())).rejects.toThrow(/belongs to another engine/);
  step.dispose();
  state.dispose();
});
