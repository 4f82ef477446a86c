import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { useBackend } from '../backend.js';
import type { Engine } from '../engine.js';
import { valueAndGradients } from '../gradients.js';
import { toHostSync } from '../host.js';
import type { Pair } from '../kernels/attributes.js';
import { openEngine } from '../open-engine.js';
import type { HostTensor, Tensor, TensorRecord } from '../tensor.js';
import * as ops from './index.js';
import { describeBackends } from '../testing/here.js';

interface Packed {
  readonly shape: number[];
  readonly data: number[];
}

/** One op as torch computed it: see tools/oracle/make_ops.py. */
interface Case {
  readonly name: string;
  readonly op: string;
  readonly options: Record<string, unknown>;
  readonly inputs: Record<string, Packed>;
  readonly y: Packed;
  readonly dy: Packed;
  readonly gradients: Record<string, Packed>;
}

const { cases } = JSON.parse(readFileSync(new URL('../../golden/ops.json', import.meta.url), 'utf8')) as {
  cases: Case[];
};

const unpack = ({ shape, data }: Packed): Tensor => ops.constant(data, shape);

/** Ops whose arguments are not simply the inputs in order, then the options. */
const calls: Record<string, (inputs: Tensor[], options: never) => Tensor> = {
  conv2d: ([x, filter, bias], options) => ops.conv2d(x as Tensor, filter as Tensor, bias ?? null, options),
  maxPool2d: ([x], options) => ops.maxPool2d(x as Tensor, options),
  averagePool2d: ([x], options) => ops.averagePool2d(x as Tensor, options),
  adaptiveAveragePool2d: ([x], { size }: { size: [number, number] }) =>
    ops.adaptiveAveragePool2d(x as Tensor, size),
  batchNormTraining: ([x, weight, bias], { epsilon }: { epsilon: number }) =>
    ops.batchNormTraining(x as Tensor, weight as Tensor, bias as Tensor, epsilon).y,
  batchNorm: (
    [x, weight, bias],
    { mean, variance, epsilon }: Record<'mean' | 'variance', Packed> & { epsilon: number },
  ) =>
    ops.batchNorm(x as Tensor, {
      mean: unpack(mean),
      variance: unpack(variance),
      weight: weight as Tensor,
      bias: bias as Tensor,
      epsilon,
    }),
  layerNorm: ([x, weight, bias], { epsilon }: { epsilon: number }) =>
    ops.layerNorm(x as Tensor, {
      shape: weight?.shape ?? [],
      weight: weight as Tensor,
      bias: bias as Tensor,
      epsilon,
    }),
  groupNorm: ([x, weight, bias], options: { groups: number; epsilon: number }) =>
    ops.groupNorm(x as Tensor, { weight: weight ?? null, bias: bias ?? null, ...options }),
  convTranspose2d: ([x, filter, bias], options) =>
    ops.convTranspose2d(x as Tensor, filter as Tensor, bias ?? null, options),
  adaptiveMaxPool2d: ([x], { size }: { size: [number, number] }) => ops.adaptiveMaxPool2d(x as Tensor, size),
  padImage: ([x], { padding, mode }: { padding: [Pair, Pair]; mode: ops.PaddingMode }) =>
    ops.padImage(x as Tensor, padding, mode),
  roll: ([x], { shifts, axes }: { shifts: number[]; axes: number[] }) => ops.roll(x as Tensor, shifts, axes),
  softmax: ([x], { axis }: { axis?: number }) => ops.softmax(x as Tensor, axis),
  logSoftmax: ([x], { axis }: { axis?: number }) => ops.logSoftmax(x as Tensor, axis),
  gelu: ([x], { approximate }: { approximate?: 'tanh' }) => ops.gelu(x as Tensor, approximate),
  leakyRelu: ([x, slope], { slope: fixed }: { slope?: number }) => ops.leakyRelu(x as Tensor, slope ?? fixed),
  hardtanh: ([x], { low, high }: { low: number; high: number }) => ops.hardtanh(x as Tensor, low, high),
  elu: ([x], { alpha }: { alpha: number }) => ops.elu(x as Tensor, alpha),
  celu: ([x], { alpha }: { alpha: number }) => ops.celu(x as Tensor, alpha),
  softplus: ([x], { beta, threshold }: { beta: number; threshold: number }) =>
    ops.softplus(x as Tensor, beta, threshold),
  linear: ([x, weight, bias]) => ops.linear(x as Tensor, weight as Tensor, bias ?? null),
  softmaxCrossEntropy: ([logits], { targets }: { targets: Packed }) =>
    ops.softmaxCrossEntropy(logits as Tensor, unpack(targets)),
  gather: ([x], { indices }: { indices: number[] }) =>
    ops.gather(x as Tensor, ops.constant(indices, [indices.length], 'int32')),
};

function run({ op, options }: Case, inputs: Tensor[]): Tensor {
  const call = calls[op];
  if (call !== undefined) return call(inputs, options as never);
  return (ops as unknown as Record<string, (...inputs: Tensor[]) => Tensor>)[op]?.(...inputs) as Tensor;
}

/** The op's output, and its gradients when the output is weighted by dy: what the reference holds. */
function evaluate(golden: Case, inputs: TensorRecord): TensorRecord {
  const { aux, gradients } = valueAndGradients(() => {
    const y = run(golden, Object.values(inputs));
    return { loss: ops.sum(ops.mul(y, unpack(golden.dy))), aux: { y } };
  }, Object.values(inputs));
  const names = Object.keys(inputs).map((name) => `gradient of ${name}`);
  return { ...aux, ...Object.fromEntries(names.map((name, i) => [name, gradients[i] as Tensor])) };
}

/** Asserts that results equal the reference, relative to the reference's largest value. */
function expectEqual(golden: Case, results: Record<string, HostTensor>): void {
  // 40 deviations from zero cost float32 about two digits.
  const tolerance = golden.name.includes('40 deviations') ? 2e-5 : 2e-6;
  const gradients = Object.entries(golden.gradients).map(
    ([name, value]) => [`gradient of ${name}`, value] as const,
  );
  for (const [name, { shape, data }] of [['y', golden.y] as const, ...gradients]) {
    const result = results[name] as HostTensor;
    expect(result.shape, name).toEqual(shape);
    const errors = data.map((value, i) => Math.abs(value - (result.data[i] ?? NaN)));
    expect(Math.max(...errors) / Math.max(1, ...data.map(Math.abs)), name).toBeLessThan(tolerance);
  }
}

describeBackends('equal to torch on', (backend) => {
  beforeAll(() => useBackend(backend));

  it.each(cases)('$name', (golden) => {
    const before = ops.memory();
    ops.tidy(() => {
      const inputs = Object.entries(golden.inputs).map(([name, packed]) => [name, unpack(packed)] as const);
      const results = Object.entries(evaluate(golden, Object.fromEntries(inputs)));
      expectEqual(golden, Object.fromEntries(results.map(([name, tensor]) => [name, toHostSync(tensor)])));
    });
    expect(ops.memory()).toEqual(before);
  });
});

describe('compiled for ONNX Runtime, equal to torch:', () => {
  let engine: Engine;
  beforeAll(async () => {
    engine = await openEngine({ name: 'onnxruntime' });
  });
  afterAll(() => engine.dispose());

  it.each(cases)('$name', async (golden) => {
    const batch = Object.fromEntries(
      Object.entries(golden.inputs).map(([name, { shape, data }]): [string, HostTensor] => [
        name,
        { shape, dtype: 'float32', data: Float32Array.from(data) },
      ]),
    );
    const step = await engine.compile({
      name: golden.name,
      state: {},
      batch: Object.fromEntries(
        Object.entries(batch).map(([name, { shape, dtype }]) => [name, { shape, dtype }]),
      ),
      scalars: [],
      step: (inputs) => ({ state: {}, outputs: evaluate(golden, inputs.batch) }),
    });
    const noise = { seed: 0, epoch: 0, draws: new Uint32Array(0) };
    expectEqual(golden, await step.run(engine.createState({}), { batch, scalars: {}, noise }));
    step.dispose();
  });
});
