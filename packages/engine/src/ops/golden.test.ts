import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { useBackend } from '../backend.js';
import { valueAndGradients } from '../gradients.js';
import { eagerBackends } from '../kernels/eager/register.js';
import type { Tensor, TensorRecord } from '../tensor.js';
import * as ops from './index.js';

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
    ops.layerNorm(x as Tensor, weight as Tensor, bias as Tensor, epsilon),
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

/** Within `tolerance` of the reference, relative to the reference's largest value. */
function expectClose(actual: Tensor, { shape, data }: Packed, tolerance = 2e-6): void {
  expect(actual.shape).toEqual(shape);
  const scale = Math.max(1, ...data.map(Math.abs));
  const errors = [...actual.dataSync()].map((value, i) => Math.abs(value - (data[i] ?? NaN)));
  const error = Math.max(...errors);
  expect(error / scale).toBeLessThan(tolerance);
}

describe.each(eagerBackends)('on %s, equal to torch:', (backend) => {
  beforeAll(() => useBackend(backend));

  it.each(cases)('$name', (golden) => {
    const before = ops.memory();
    ops.tidy(() => {
      const names = Object.keys(golden.inputs);
      const inputs: TensorRecord = Object.fromEntries(
        Object.entries(golden.inputs).map(([name, packed]) => [name, unpack(packed)]),
      );
      const weighting = unpack(golden.dy);
      const { aux, gradients } = valueAndGradients(() => {
        const y = run(golden, Object.values(inputs));
        return { loss: ops.sum(ops.mul(y, weighting)), aux: { y } };
      }, Object.values(inputs));
      // 40 deviations from zero cost float32 about two digits.
      const tolerance = golden.name.includes('40 deviations') ? 2e-5 : 2e-6;
      expectClose(aux['y'] as Tensor, golden.y, tolerance);
      for (const [index, name] of names.entries())
        expectClose(gradients[index] as Tensor, golden.gradients[name] as Packed, tolerance);
    });
    expect(ops.memory()).toEqual(before);
  });
});
