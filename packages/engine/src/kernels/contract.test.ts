import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Engine, StepProgram } from '../engine.js';
import { valueAndGradients } from '../gradients.js';
import { openEngine } from '../open-engine.js';
import * as ops from '../ops/index.js';
import type { HostRecord, HostTensor, Tensor, TensorRecord } from '../tensor.js';
import { describeEngines } from '../testing/here.js';
import { kernelCases, tensor, wave, type KernelCase } from '../testing/kernel-cases.js';
import { kernelNames, type KernelName } from './attributes.js';
import { runKernels } from './run-kernel.js';

/*
 * Every kernel with shapes that go wrong easily, on every engine: values against the `cpu` engine, gradients against central differences of the engine itself.
 *
 * No engine computes in float64, so the differences are directional and are summed in float64 on the host: an output's
 * rounding of 6e-8 is divided by the step 2h. Kernels that are linear in each input, or linear between ties, have no error
 * of higher order, so h is large and 1e-4 is left; of the others, with h = 0.01, terms of h² ≈ 1e-4 and rounding of 1e-5
 * stay below 2e-3.
 */
const noise = { seed: 0, epoch: 0, draws: new Uint32Array(0) };

/** The kernel's outputs, and the gradients of those that have one, each weighted by a wave. */
function program(
  name: KernelName,
  { inputs, attributes = {}, differentiable = [], outputs }: KernelCase,
): StepProgram {
  const specs = Object.fromEntries(
    Object.entries(inputs).map(([key, { shape, dtype }]) => [key, { shape, dtype }]),
  );
  return {
    name,
    state: {},
    batch: specs,
    scalars: [],
    step: ({ batch }) => {
      const call = (): Tensor[] => [runKernels(name, batch, attributes)].flat();
      const values = Object.fromEntries(call().map((y, i) => [`y${String(i)}`, y]));
      if (differentiable.length === 0) return { state: {}, outputs: values };
      const { gradients } = valueAndGradients(
        () => ({ loss: weighted(call().slice(0, outputs)) }),
        differentiable.map((key) => batch[key] as Tensor),
      );
      const named: TensorRecord = {};
      differentiable.forEach((key, i) => {
        const gradient = gradients[i];
        if (gradient) named[`gradient ${key}`] = gradient;
      });
      return { state: {}, outputs: { ...values, ...named } };
    },
  };
}

function weighted(tensors: readonly Tensor[]): Tensor {
  return tensors
    .map((y) => ops.sum(ops.mul(y, ops.constant(wave([...y.shape]).data, y.shape))))
    .reduce((sum, one) => ops.add(sum, one));
}

async function run(engine: Engine, name: KernelName, one: KernelCase): Promise<HostRecord> {
  const step = await engine.compile(program(name, one));
  const state = engine.createState({});
  try {
    return await step.run(state, { batch: one.inputs, scalars: {}, noise });
  } finally {
    step.dispose();
    state.dispose();
  }
}

/** The weighted sum of the outputs that have a gradient, in float64. */
function total(outputs: HostRecord, count = Infinity): number {
  const values = Object.keys(outputs)
    .filter((key) => /^y\d+$/.test(key))
    .slice(0, count);
  return values.reduce((sum, key) => {
    const { data, shape } = outputs[key] as HostTensor;
    const weights = wave([...shape]).data;
    return Array.from(data).reduce((partial, value, i) => partial + value * (weights[i] ?? 0), sum);
  }, 0);
}

const largest = ({ data }: HostTensor): number =>
  Array.from(data).reduce((most, value) => Math.max(most, Math.abs(value)), 0);

describe('the contract of the kernels', () => {
  it('has cases for all of them', () => {
    expect(Object.keys(kernelCases).sort()).toEqual(Object.values(kernelNames).sort());
    for (const list of Object.values(kernelCases)) expect(list).not.toHaveLength(0);
  });
});

describeEngines('kernels of engine', (choice) => {
  let engine: Engine;
  let oracle: Engine;
  beforeAll(async () => {
    engine = await openEngine(choice);
    oracle = await openEngine({ name: 'cpu' });
  });
  afterAll(async () => {
    await engine.dispose();
    await oracle.dispose();
  });

  const all = Object.entries(kernelCases).flatMap(([name, list]) =>
    list.map((one, index) => ({ name: name as KernelName, title: `${name} ${String(index)}`, one })),
  );

  it.each(all)('$title gives what the reference gives', async ({ name, one }) => {
    const [found, expected] = [await run(engine, name, one), await run(oracle, name, one)];
    expect(Object.keys(found)).toEqual(Object.keys(expected));
    for (const [key, value] of Object.entries(expected)) {
      const other = found[key] as HostTensor;
      expect({ key, shape: other.shape, dtype: other.dtype }).toEqual({
        key,
        shape: value.shape,
        dtype: value.dtype,
      });
      const bound = 1e-5 * Math.max(1, largest(value));
      value.data.forEach((entry, i) => {
        expect(Math.abs(entry - (other.data[i] ?? NaN)), `${key}[${String(i)}]`).toBeLessThan(bound);
      });
    }
  });

  it.each(all.filter(({ one }) => one.differentiable !== undefined))(
    '$title has the gradient of central differences',
    async ({ name, one }) => {
      const { step: h = 0.01, outputs, differentiable = [], inputs } = one;
      const gradients = await run(engine, name, one);
      for (const key of differentiable) {
        const { shape, data } = inputs[key] as HostTensor;
        const direction = tensor([...shape], (i) => Math.cos(i * 2.3));
        const at = async (sign: number): Promise<number> => {
          const moved = tensor([...shape], (i) => (data[i] ?? 0) + sign * h * (direction.data[i] ?? 0));
          const call = { ...one, inputs: { ...inputs, [key]: moved }, differentiable: [] };
          return total(await run(engine, name, call), outputs);
        };
        const slope = ((await at(1)) - (await at(-1))) / (2 * h);
        const gradient = Array.from((gradients[`gradient ${key}`] as HostTensor).data);
        const along = gradient.reduce((sum, value, i) => sum + value * (direction.data[i] ?? 0), 0);
        const scale = Math.max(1, Math.sqrt(gradient.reduce((sum, value) => sum + value * value, 0)));
        expect(Math.abs(slope - along) / scale, key).toBeLessThan(h < 0.05 ? 2e-3 : 1e-4);
      }
    },
  );
});
