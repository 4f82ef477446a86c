import { afterAll, beforeAll, expect, it } from 'vitest';
import type { CompiledStep, Engine, EngineState, StepCall, StepProgram } from './engine.js';
import { valueAndGradients } from './gradients.js';
import { openEngine } from './open-engine.js';
import * as ops from './ops/index.js';
import type { HostRecord, HostTensor, SpecRecord, Tensor } from './tensor.js';
import { describeEngines } from './testing/here.js';

/** Every engine, held to one contract with a small net: convolutions, BatchNorm, dropout, momentum SGD. */
const batchSize = 4;
const classes = 3;

const host = (shape: number[], value: (i: number) => number): HostTensor => ({
  shape,
  dtype: 'float32',
  data: Float32Array.from({ length: shape.reduce((a, b) => a * b, 1) }, (_, i) => value(i)),
});
const wave = (shape: number[], scale: number): HostTensor =>
  host(shape, (i) => scale * Math.sin(1 + i * 1.7));

const parameters: HostRecord = {
  'conv.weight': wave([8, 3, 3, 3], 0.3),
  'depthwise.weight': wave([8, 1, 3, 2], 0.5),
  'norm.weight': host([8], () => 1),
  'norm.bias': host([8], () => 0),
  'fc.weight': wave([classes, 8], 0.4),
  'fc.bias': host([classes], () => 0),
};
const names = Object.keys(parameters);
const initial: HostRecord = {
  ...parameters,
  ...Object.fromEntries(
    names.map((name) => [`momentum/${name}`, host([...(parameters[name]?.shape ?? [])], () => 0)]),
  ),
  'norm.mean': host([8], () => 0),
  'norm.variance': host([8], () => 1),
  steps: { shape: [], dtype: 'int32', data: Int32Array.of(0) },
};

const specs = (record: HostRecord): SpecRecord =>
  Object.fromEntries(Object.entries(record).map(([name, { shape, dtype }]) => [name, { shape, dtype }]));

const training: StepProgram = {
  name: 'training',
  state: specs(initial),
  batch: {
    pixels: { shape: [batchSize, 9, 8, 3], dtype: 'uint8' },
    labels: { shape: [batchSize], dtype: 'int32' },
  },
  scalars: ['rate'],
  constants: { mean: host([1, 3, 1, 1], (i) => 100 + 10 * i) },
  step: ({ state, constants, batch, scalars, noise }) => {
    const get = (name: string): Tensor => state[name] as Tensor;
    const { loss, aux, gradients } = valueAndGradients(() => {
      const pixels = ops.transpose(ops.cast(batch['pixels'] as Tensor, 'float32'), [0, 3, 1, 2]);
      const x = ops.div(ops.sub(pixels, constants['mean'] as Tensor), 60);
      const convolved = ops.conv2d(x, get('conv.weight'), null, { stride: 2, padding: 1 });
      const norm = ops.batchNormTraining(convolved, get('norm.weight'), get('norm.bias'));
      const pooled = ops.maxPool2d(ops.relu(norm.y), { kernel: 3, stride: 1, padding: 1 });
      const deep = ops.conv2d(pooled, get('depthwise.weight'), null, { groups: 8, padding: [1, 0] });
      const features = ops.flatten(ops.adaptiveAveragePool2d(ops.hardswish(deep), 1));
      const dropped = ops.dropout(features, 0.25, noise.uniform('dropout', features.shape));
      const logits = ops.linear(dropped, get('fc.weight'), get('fc.bias'));
      const targets = ops.oneHot(batch['labels'] as Tensor, classes);
      const { mean, variance } = norm;
      return { loss: ops.mean(ops.softmaxCrossEntropy(logits, targets)), aux: { logits, mean, variance } };
    }, names.map(get));
    const next: Record<string, Tensor> = { steps: ops.add(get('steps'), ops.scalar(1, 'int32')) };
    names.forEach((name, index) => {
      const velocity = ops.add(ops.mul(get(`momentum/${name}`), 0.9), gradients[index] as Tensor);
      next[`momentum/${name}`] = velocity;
      next[name] = ops.sub(get(name), ops.mul(velocity, scalars['rate'] as Tensor));
    });
    for (const statistic of ['mean', 'variance'])
      next[`norm.${statistic}`] = ops.add(
        ops.mul(get(`norm.${statistic}`), 0.9),
        ops.mul(aux[statistic] as Tensor, 0.1),
      );
    return { state: next, outputs: { loss, logits: aux['logits'] as Tensor } };
  },
};

/** Images whose class is their brightest channel, other at every step. */
function callAt(index: number): StepCall {
  const labels = Int32Array.from([0, 1, 2, index % 3]);
  const pixel = (i: number): number => {
    const label = labels[Math.floor(i / 216)];
    return (i % 3 === label ? 150 : 60) + ((i * 37 + index * 11 + (i % 7) * 29) % 100);
  };
  return {
    batch: {
      pixels: {
        shape: [batchSize, 9, 8, 3],
        dtype: 'uint8',
        data: Uint8Array.from({ length: batchSize * 216 }, (_, i) => pixel(i)),
      },
      labels: { shape: [batchSize], dtype: 'int32', data: labels },
    },
    scalars: { rate: 0.05 / (1 + index / 10) },
    noise: {
      seed: 3,
      epoch: 1,
      draws: Uint32Array.from({ length: batchSize }, (_, row) => index * batchSize + row),
    },
  };
}

async function train(step: CompiledStep, state: EngineState, from: number, to: number): Promise<number[]> {
  const losses: number[] = [];
  for (let index = from; index < to; index++) {
    const { loss } = await step.run(state, callAt(index));
    losses.push(loss?.data[0] ?? NaN);
  }
  return losses;
}

const curves = new Map<string, number[]>();

describeEngines('engine', (choice) => {
  let engine: Engine;
  let step: CompiledStep;

  beforeAll(async () => {
    engine = await openEngine(choice);
    step = await engine.compile(training);
  });

  afterAll(async () => {
    step.dispose();
    await engine.dispose();
  });

  it('trains, and its losses are those of every other engine', async () => {
    const state = engine.createState(initial);
    const losses = await train(step, state, 0, 20);
    expect(losses[19]).toBeLessThan((losses[0] ?? 0) * 0.9);
    curves.set(choice.name, losses);
    for (const other of curves.values())
      other.forEach((loss, i) => { expect(Math.abs(loss / (losses[i] ?? NaN) - 1)).toBeLessThan(1e-4); }); // prettier-ignore
    expect((await state.read(['steps']))['steps']).toEqual({
      shape: [],
      dtype: 'int32',
      data: Int32Array.of(20),
    });
    state.dispose();
  });

  it('continues from a state that was read and written back, bit for bit where it is reproducible', async () => {
    const first = engine.createState(initial);
    await train(step, first, 0, 3);
    const saved = await first.read();
    const expected = await train(step, first, 3, 6);
    const second = engine.createState(initial);
    second.write(saved);
    const continued = await train(step, second, 3, 6);
    if (engine.reproducible) {
      expect(continued).toEqual(expected);
      expect(await second.read()).toEqual(await first.read());
    } else
      for (const [index, loss] of continued.entries()) expect(loss).toBeCloseTo(expected[index] ?? NaN, 5);
    first.dispose();
    second.dispose();
  });

  it('gives out copies: neither reading nor running again changes what was read', async () => {
    const state = engine.createState(initial);
    const { logits } = await step.run(state, callAt(0));
    const read = await state.read(['fc.weight']);
    const [logitsThen, weightThen] = [logits?.data.slice(), read['fc.weight']?.data.slice()];
    await train(step, state, 1, 3);
    expect(logits?.data).toEqual(logitsThen);
    expect(read['fc.weight']?.data).toEqual(weightThen);
    read['fc.weight']?.data.fill(9);
    expect((await state.read(['fc.weight']))['fc.weight']?.data).not.toContain(9);
    expect(initial['fc.weight']).toEqual(wave([classes, 8], 0.4));
    state.dispose();
  });

  it('keeps entries that the step does not return', async () => {
    const half = await engine.compile({
      name: 'half',
      state: specs({ a: host([2], () => 0), b: host([2], () => 0) }),
      batch: {},
      scalars: ['amount'],
      step: ({ state, scalars }) => ({
        state: { a: ops.add(state['a'] as Tensor, scalars['amount'] as Tensor) },
        outputs: { sum: ops.add(state['a'] as Tensor, state['b'] as Tensor) },
      }),
    });
    const state = engine.createState({ a: host([2], (i) => i), b: host([2], () => 5) });
    const noise = { seed: 0, epoch: 0, draws: new Uint32Array(0) };
    for (const amount of [1, 0.5]) await half.run(state, { batch: {}, scalars: { amount }, noise });
    const { sum } = await half.run(state, { batch: {}, scalars: { amount: 0 }, noise });
    expect([...(sum?.data ?? [])]).toEqual([6.5, 7.5]);
    expect(await state.read()).toEqual({ a: host([2], (i) => i + 1.5), b: host([2], () => 5) });
    state.dispose();
    half.dispose();
  });

  it('draws a sample the same noise in whatever batch it stands', async () => {
    const draw = async (draws: number[]): Promise<number[]> => {
      const program = await engine.compile({
        name: 'noise',
        state: {},
        batch: {},
        scalars: [],
        step: ({ noise }) => ({
          state: {},
          outputs: {
            once: ops.mul(noise.uniform('site', [draws.length, 3]), 2),
            twice: ops.mul(noise.uniform('site', [draws.length, 3]), 2),
          },
        }),
      });
      const state = engine.createState({});
      const noise = { seed: 5, epoch: 2, draws: Uint32Array.from(draws) };
      const { once, twice } = await program.run(state, { batch: {}, scalars: {}, noise });
      expect(twice?.data).not.toEqual(once?.data);
      program.dispose();
      state.dispose();
      return [...(once?.data ?? [])];
    };
    const whole = await draw([4, 5, 6]);
    expect([...(await draw([4])), ...(await draw([5, 6]))]).toEqual(whole);
  });

  it('names what does not fit', async () => {
    const state = engine.createState(initial);
    const call = callAt(0);
    const { pixels, labels } = call.batch as { pixels: HostTensor; labels: HostTensor };
    const run = (changes: Partial<StepCall>): Promise<unknown> => step.run(state, { ...call, ...changes });
    await expect(run({ batch: { pixels } })).rejects.toThrow(/"labels" is missing/);
    await expect(run({ batch: { pixels, labels, more: labels } })).rejects.toThrow(/"more"/);
    await expect(run({ batch: { pixels, labels: pixels } })).rejects.toThrow(/"labels".*int32\[4\]/);
    await expect(run({ scalars: {} })).rejects.toThrow(/"rate"/);
    await expect(run({ scalars: { rate: 1, decay: 1 } })).rejects.toThrow(/"decay"/);
    await expect(run({ noise: { ...call.noise, draws: new Uint32Array(1) } })).rejects.toThrow(
      /1 draws for 4 rows/,
    );
    expect(() => { state.write({ nothing: host([1], () => 0) }); }).toThrow(/nothing/); // prettier-ignore
    expect(() => { state.write({ 'fc.bias': host([2], () => 0) }); }).toThrow(/\[2\].*\[3\]/); // prettier-ignore
    await expect(state.read(['nothing'])).rejects.toThrow(/nothing/);
    state.dispose();
  });

  it.each([5, -1])('refuses to look up row %i of a table of five', async (row) => {
    const lookUp = await engine.compile({
      name: 'lookUp',
      state: specs({ table: host([5, 2], (i) => i) }),
      batch: { rows: { shape: [2], dtype: 'int32' } },
      scalars: [],
      step: ({ state, batch }) => ({
        state: {},
        outputs: { found: ops.gather(state['table'] as Tensor, batch['rows'] as Tensor) },
      }),
    });
    const state = engine.createState({ table: host([5, 2], (i) => i) });
    const run = (...rows: number[]): Promise<HostRecord> =>
      lookUp.run(state, {
        batch: { rows: { shape: [2], dtype: 'int32', data: Int32Array.from(rows) } },
        scalars: {},
        noise: { seed: 0, epoch: 0, draws: new Uint32Array(2) },
      });
    expect([...((await run(4, 0))['found']?.data ?? [])]).toEqual([8, 9, 0, 1]);
    await expect(run(0, row)).rejects.toThrow(expect.objectContaining({ code: 'gather-index' }) as Error);
    state.dispose();
    lookUp.dispose();
  });

  it('yields to the event loop in every run', async () => {
    const state = engine.createState(initial);
    let ticks = 0;
    const timer = setInterval(() => ticks++, 0);
    await train(step, state, 0, 30);
    clearInterval(timer);
    expect(ticks).toBeGreaterThan(3);
    state.dispose();
  });
});
