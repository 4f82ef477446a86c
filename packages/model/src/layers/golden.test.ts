import { openEngine, ops, toHostSync, useBackend, valueAndGradients } from '@frostline/engine';
import type { Engine, HostRecord, HostTensor, Tensor, TensorRecord } from '@frostline/engine';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as nn from '../index.js';
import { readGolden } from '../testing/golden.js';

interface Packed {
  readonly shape: number[];
  readonly dtype: 'float32' | 'int32';
  readonly data: number[];
}

/** One layer as torch computed it: see tools/oracle/make_layers.py. */
interface Case {
  readonly name: string;
  readonly evaluate: boolean;
  readonly printed: string;
  readonly state: Record<string, Packed>;
  readonly inputs: Packed[];
  readonly y: Packed;
  readonly dy: Packed;
  /** `gradient x0`, …, of the inputs, `gradient weight`, … of the parameters, `buffer …` after a call in training. */
  readonly results: Record<string, Packed>;
  /** How far torch's float32 is from its float64, relative to each tensor's largest value. */
  readonly rounding: number;
}

const { cases, printed } = readGolden('layers') as { cases: Case[]; printed: string[] };

/** The layer of each case, and what is computed with it if that is not a plain call. */
const layers: Record<string, () => nn.Module> = {
  'Conv2d, grouped, dilated, without bias': () => new nn.Conv2d(4, 6, [3, 2], { stride: [2, 1], padding: [1, 2], dilation: [1, 2], groups: 2, bias: false }), // prettier-ignore
  'Conv2d, reflect': () => new nn.Conv2d(4, 3, 3, { stride: 2, padding: [2, 1], paddingMode: 'reflect' }),
  'Conv2d, replicate': () => new nn.Conv2d(4, 3, 3, { padding: [1, 2], paddingMode: 'replicate' }),
  'Conv2d, circular': () => new nn.Conv2d(4, 4, 3, { padding: 2, groups: 4, paddingMode: 'circular' }),
  'Conv2d, same, even kernel': () => new nn.Conv2d(4, 2, [2, 3], { padding: 'same', dilation: [3, 1] }),
  'Conv2d, same, reflect': () => new nn.Conv2d(4, 2, [4, 3], { padding: 'same', paddingMode: 'reflect' }),
  'Conv2d, valid': () => new nn.Conv2d(4, 2, 3, { padding: 'valid' }),
  'Conv1d, grouped, strided': () => new nn.Conv1d(4, 6, 3, { stride: 2, padding: 2, dilation: 2, groups: 2 }),
  'Conv1d, same, circular': () => new nn.Conv1d(3, 2, 4, { padding: 'same', paddingMode: 'circular', bias: false }), // prettier-ignore
  'ConvTranspose2d, strided, grouped': () => new nn.ConvTranspose2d(4, 6, [3, 2], { stride: [2, 3], padding: [1, 0], outputPadding: [1, 2], groups: 2 }), // prettier-ignore
  'ConvTranspose2d, dilated, without bias': () => new nn.ConvTranspose2d(4, 2, 3, { dilation: 2, bias: false }), // prettier-ignore
  'Linear, rank 3': () => new nn.Linear(5, 3),
  'BatchNorm2d, training': () => new nn.BatchNorm2d(4, { eps: 1e-3, momentum: 0.3 }),
  'BatchNorm2d, evaluation': () => new nn.BatchNorm2d(4),
  'BatchNorm2d, cumulative average': () => new nn.BatchNorm2d(4, { momentum: null }),
  'BatchNorm2d, without affine': () => new nn.BatchNorm2d(4, { affine: false }),
  'BatchNorm2d, without statistics, evaluation': () => new nn.BatchNorm2d(4, { trackRunningStats: false }),
  'BatchNorm1d, rank 2': () => new nn.BatchNorm1d(5),
  'BatchNorm1d, rank 3, evaluation': () => new nn.BatchNorm1d(5),
  LayerNorm: () => new nn.LayerNorm(7, { eps: 1e-6 }),
  'LayerNorm, two axes': () => new nn.LayerNorm([3, 5]),
  'LayerNorm, without affine': () => new nn.LayerNorm(7, { elementwiseAffine: false }),
  GroupNorm: () => new nn.GroupNorm(2, 6, { eps: 1e-3 }),
  'GroupNorm, without affine': () => new nn.GroupNorm(6, 6, { affine: false }),
  MaxPool2d: () => new nn.MaxPool2d([3, 2], { stride: 2, padding: 1, ceilMode: true }),
  'MaxPool2d, dilated': () => new nn.MaxPool2d(2, { stride: [1, 2], dilation: 2 }),
  AvgPool2d: () => new nn.AvgPool2d(3, { stride: 2, padding: 1, ceilMode: true, countIncludePad: false }),
  'AvgPool2d, divisor': () => new nn.AvgPool2d([2, 3], { padding: [1, 0], divisorOverride: 4 }),
  'AdaptiveAvgPool2d, uneven': () => new nn.AdaptiveAvgPool2d([3, 2]),
  'AdaptiveAvgPool2d, larger': () => new nn.AdaptiveAvgPool2d(6),
  'AdaptiveAvgPool2d, one axis kept': () => new nn.AdaptiveAvgPool2d([null, 2]),
  'AdaptiveMaxPool2d, uneven': () => new nn.AdaptiveMaxPool2d([3, 2]),
  'AdaptiveMaxPool2d, one axis kept': () => new nn.AdaptiveMaxPool2d([2, null]),
  MaxPool1d: () => new nn.MaxPool1d(3, { stride: 2, padding: 1, ceilMode: true }),
  'MaxPool1d, dilated': () => new nn.MaxPool1d(2, { dilation: 3 }),
  AvgPool1d: () => new nn.AvgPool1d(3, { stride: 2, padding: 1, ceilMode: true, countIncludePad: false }),
  'AdaptiveAvgPool1d, uneven': () => new nn.AdaptiveAvgPool1d(3),
  'AdaptiveMaxPool1d, uneven': () => new nn.AdaptiveMaxPool1d(4),
  'ReLU()': () => new nn.ReLU(),
  'ReLU6()': () => new nn.ReLU6(),
  'LeakyReLU(negative_slope=0.01)': () => new nn.LeakyReLU(),
  'LeakyReLU(negative_slope=0.2)': () => new nn.LeakyReLU(0.2),
  'ELU(alpha=1.0)': () => new nn.ELU(),
  'CELU(alpha=0.5)': () => new nn.CELU(0.5),
  'SELU()': () => new nn.SELU(),
  "GELU(approximate='none')": () => new nn.GELU(),
  "GELU(approximate='tanh')": () => new nn.GELU({ approximate: 'tanh' }),
  'SiLU()': () => new nn.SiLU(),
  'Mish()': () => new nn.Mish(),
  'Hardswish()': () => new nn.Hardswish(),
  'Hardsigmoid()': () => new nn.Hardsigmoid(),
  'Hardtanh(min_val=-2.0, max_val=0.5)': () => new nn.Hardtanh(-2, 0.5),
  'Sigmoid()': () => new nn.Sigmoid(),
  'Tanh()': () => new nn.Tanh(),
  'LogSigmoid()': () => new nn.LogSigmoid(),
  'Softsign()': () => new nn.Softsign(),
  'Softplus(beta=1.0, threshold=20.0)': () => new nn.Softplus(),
  'Softplus(beta=2.0, threshold=5.0)': () => new nn.Softplus(2, 5),
  'Softmax(dim=1)': () => new nn.Softmax(1),
  'LogSoftmax(dim=-1)': () => new nn.LogSoftmax(-1),
  'PReLU(num_parameters=1)': () => new nn.PReLU(),
  'PReLU(num_parameters=4)': () => new nn.PReLU(4),
  'Identity()': () => new nn.Identity(),
  'Flatten(start_dim=1, end_dim=-1)': () => new nn.Flatten(),
  'Flatten(start_dim=0, end_dim=1)': () => new nn.Flatten(0, 1),
  'Permute() [0, 2, 1]': () => new nn.Permute([0, 2, 1]),
  Embedding: () => new nn.Embedding(5, 3),
  'Embedding, padding row': () => new nn.Embedding(5, 3, { paddingIdx: -2 }),
  MultiheadAttention: () => new nn.MultiheadAttention(6, 3),
  'MultiheadAttention, batch first, without bias': () => new nn.MultiheadAttention(6, 2, { bias: false, batchFirst: true }), // prettier-ignore
  'MultiheadAttention, three inputs': () => new nn.MultiheadAttention(4, 2, { kdim: 3, vdim: 5, batchFirst: true }), // prettier-ignore
  'MultiheadAttention, two inputs of one size': () => new nn.MultiheadAttention(4, 2),
  'MultiheadAttention, without a batch': () => new nn.MultiheadAttention(4, 2),
  'MultiheadAttention, masks': () => new nn.MultiheadAttention(6, 3, { addBiasKv: true, addZeroAttn: true, batchFirst: true }), // prettier-ignore
  'MultiheadAttention, mean weights': () => new nn.MultiheadAttention(6, 3, { batchFirst: true }),
  'MultiheadAttention, weights of each head': () => new nn.MultiheadAttention(6, 3),
};

const mask = (...rows: number[][]): Tensor =>
  ops.greater(ops.constant(rows.flat(), [rows.length, rows[0]?.length ?? 0]), 0);
const causal = (): Tensor => mask([0, 1, 1, 1], [0, 0, 1, 1], [0, 0, 0, 1], [0, 0, 0, 0]);
type Attend = (layer: nn.MultiheadAttention, ...inputs: [Tensor, Tensor, Tensor]) => Tensor;
const calls: Record<string, Attend> = {
  'MultiheadAttention, three inputs': (layer, q, k, v) => layer.call(q, k, v),
  'MultiheadAttention, two inputs of one size': (layer, q, k) => layer.call(q, k),
  'MultiheadAttention, masks': (layer, x) =>
    layer.call(x, x, x, { attnMask: causal(), keyPaddingMask: mask([0, 0, 0, 1], [0, 1, 0, 0]) }),
  'MultiheadAttention, mean weights': (layer, x) => layer.attend(x, x, x, { attnMask: causal() }).weights,
  'MultiheadAttention, weights of each head': (layer, x) =>
    layer.attend(x, x, x, { averageAttnWeights: false }).weights,
};

const make = ({ name }: Case): nn.Module => {
  const layer = layers[name]?.();
  if (layer === undefined) throw new Error(`no layer for ${name}`);
  return layer;
};
const host = ({ shape, dtype, data }: Packed): HostTensor => ({
  shape,
  dtype,
  data: dtype === 'int32' ? Int32Array.from(data) : Float32Array.from(data),
});
const hosts = (packed: Record<string, Packed>): HostRecord =>
  Object.fromEntries(Object.entries(packed).map(([name, value]) => [name, host(value)]));

/** Calls a layer as a case wants it, so that functionalCall gives it other parameters. */
class Calling extends nn.Module {
  constructor(
    readonly layer: nn.Module,
    readonly run: () => Tensor,
  ) {
    super();
  }

  forward(): Tensor {
    return this.run();
  }
}

/** Output, gradients and new buffers: what the reference holds. */
function evaluate(golden: Case, state: TensorRecord, inputs: readonly Tensor[]): TensorRecord {
  const layer = make(golden);
  const [x] = inputs as [Tensor];
  const run = (): Tensor => {
    const call = calls[golden.name];
    const given = inputs as [Tensor, Tensor, Tensor];
    return call === undefined ? layer.call(x) : call(layer as nn.MultiheadAttention, ...given);
  };
  const wrapped = new Calling(layer, run);
  const learned = [...layer.namedParameters()].map(([key]) => key);
  const floats = inputs.map((tensor, index) => [`x${String(index)}`, tensor] as const);
  const sources = [
    ...floats.filter(([, { dtype }]) => dtype === 'float32'),
    ...learned.map((key) => [key, state[key] as Tensor] as const),
  ];
  const { aux, gradients } = valueAndGradients(
    () => {
      const named = Object.fromEntries(Object.entries(state).map(([key, value]) => [`layer.${key}`, value]));
      const { output, buffers } = nn.functionalCall(wrapped, named, x, { train: !golden.evaluate });
      const { shape, data } = golden.dy;
      const kept = Object.entries(buffers).map(
        ([key, value]) => [key.replace('layer.', 'buffer '), value] as const,
      );
      return {
        loss: ops.sum(ops.mul(output, ops.constant(data, shape))),
        aux: { y: ops.mul(output, 1), ...Object.fromEntries(kept) },
      };
    },
    sources.map(([, tensor]) => tensor),
  );
  const found: TensorRecord = {};
  for (const [index, [name]] of sources.entries()) {
    const gradient = gradients[index];
    if (gradient) found[`gradient ${name}`] = gradient;
  }
  return { ...aux, ...found };
}

function expectEqual(golden: Case, results: HostRecord): void {
  const expected = [['y', golden.y] as const, ...Object.entries(golden.results)];
  expect(Object.keys(results).sort()).toEqual(expected.map(([name]) => name).sort());
  for (const [name, { shape, data }] of expected) {
    const result = results[name] as HostTensor;
    expect(result.shape, name).toEqual(shape);
    const errors = data.map((value, index) => Math.abs(value - (result.data[index] ?? Number.NaN)));
    expect(Math.max(...errors) / Math.max(1, ...data.map(Math.abs)), name).toBeLessThan(
      1e-6 + 4 * golden.rounding,
    );
  }
}

describe('printed as by torch:', () => {
  it.each(cases)('$name', (golden) => {
    expect(make(golden).toString()).toBe(golden.printed);
  });

  it('layers with settings that change no number', () => {
    const modules = [
      new nn.ReLU6({ inplace: true }),
      new nn.LeakyReLU(0.1, { inplace: true }),
      new nn.ELU(0.5, { inplace: true }),
      new nn.SELU({ inplace: true }),
      new nn.SiLU({ inplace: true }),
      new nn.Hardtanh(-1, 1, { inplace: true }),
      new nn.Dropout2d(0.2),
      new nn.StochasticDepth(0.2, 'row'),
      new nn.StochasticDepth(0, 'batch'),
      new nn.ModuleDict({ conv: new nn.Conv2d(1, 1, 1), act: new nn.ReLU() }),
      new nn.ModuleDict(),
      new nn.MultiheadAttention(4, 2),
    ];
    expect(modules.map(String)).toEqual(printed);
  });
});

describe('keys and shapes are torch’s:', () => {
  it.each(cases)('$name', (golden) => {
    const own = Object.entries(make(golden).stateDict()).map(([key, { shape }]) => [key, shape]);
    expect(own).toEqual(Object.entries(golden.state).map(([key, { shape }]) => [key, shape]));
  });
});

describe('the shape is known without tensors:', () => {
  it.each(cases.filter(({ name }) => calls[name] === undefined))('$name', (golden) => {
    expect(make(golden).cost(golden.inputs[0]?.shape ?? []).shape).toEqual(golden.y.shape);
  });
});

describe.each(['cpu', 'wasm'] as const)('on %s, equal to torch:', (backend) => {
  beforeAll(() => useBackend(backend));

  it.each(cases)('$name', (golden) => {
    const results: HostRecord = {};
    ops.tidy(() => {
      const tensor = ({ shape, dtype, data }: Packed): Tensor => ops.constant(data, shape, dtype);
      const state = Object.fromEntries(
        Object.entries(golden.state).map(([key, value]) => [key, tensor(value)]),
      );
      for (const [name, value] of Object.entries(evaluate(golden, state, golden.inputs.map(tensor))))
        results[name] = toHostSync(value);
    });
    expectEqual(golden, results);
  });
});

describe('compiled for ONNX Runtime, equal to torch:', () => {
  let engine: Engine;
  beforeAll(async () => {
    engine = await openEngine({ name: 'onnxruntime' });
  });
  afterAll(() => engine.dispose());

  it.each(cases)('$name', async (golden) => {
    const state = hosts(golden.state);
    const batch = hosts(Object.fromEntries(golden.inputs.map((x, index) => [`x${String(index)}`, x])));
    const step = await engine.compile({
      name: golden.name,
      state: Object.fromEntries(
        Object.entries(golden.state).map(([key, { shape, dtype }]) => [key, { shape, dtype }]),
      ),
      batch: Object.fromEntries(
        Object.entries(batch).map(([key, { shape, dtype }]) => [key, { shape, dtype }]),
      ),
      scalars: [],
      step: (inputs) => ({
        state: {},
        outputs: evaluate(golden, inputs.state, Object.values(inputs.batch)),
      }),
    });
    const noise = { seed: 0, epoch: 0, draws: new Uint32Array(0) };
    expectEqual(golden, await step.run(engine.createState(state), { batch, scalars: {}, noise }));
    step.dispose();
  });
});
