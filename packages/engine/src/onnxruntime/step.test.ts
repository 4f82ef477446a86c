import { InputError } from '@frostline/base';
import { beforeAll, describe, expect, it } from 'vitest';
import type { CompiledStep, Engine, StepCall, StepProgram } from '../engine.js';
import * as ops from '../ops/index.js';
import type { HostTensor, Tensor } from '../tensor.js';
import { openOnnxRuntimeEngine } from './engine.js';
import { OnnxRuntimeStep } from './step.js';

const floats = (data: number[], shape: number[] = [data.length]): HostTensor => ({
  data: Float32Array.from(data),
  shape,
  dtype: 'float32',
});
const vector = { shape: [2], dtype: 'float32' as const };
const noise = { seed: 1, epoch: 0, draws: Uint32Array.of(0, 1) };
const call = (more: Partial<StepCall> = {}): StepCall => ({
  batch: { x: floats([1, 2]) },
  scalars: { rate: 0.5 },
  noise,
  ...more,
});

/** a ← a + rate·x; b and c stay; outputs what is awkward: an input, a constant, one tensor twice, a comparison. */
const program: StepProgram = {
  name: 'example',
  state: { a: vector, b: vector, c: vector },
  batch: { x: vector },
  scalars: ['rate'],
  step: ({ state, batch, scalars }) => {
    const x = batch['x'] as Tensor;
    const a = ops.add(state['a'] as Tensor, ops.mul(x, scalars['rate'] as Tensor));
    return {
      state: { a, b: state['b'] as Tensor },
      outputs: {
        input: x,
        twos: ops.fill([2], 2),
        sum: a,
        again: a,
        flags: ops.greater(a, 2),
        old: state['a'] as Tensor,
      },
    };
  },
};

let engine: Engine;
let step: CompiledStep;
const codeOf = async (promise: Promise<unknown>): Promise<string> => {
  const error: unknown = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  return error instanceof InputError ? error.code : String(error);
};

beforeAll(async () => {
  engine = await openOnnxRuntimeEngine({ name: 'onnxruntime' });
  step = await engine.compile(program);
});

describe('a compiled step', () => {
  it('advances the state that it returns and leaves the rest', async () => {
    const state = engine.createState({
      a: floats([1, 1]),
      b: floats([3, 4]),
      c: floats([5, 6]),
      d: floats([7]),
    });
    await step.run(state, call());
    await step.run(state, call());
    expect(await state.read()).toEqual({
      a: floats([2, 3]),
      b: floats([3, 4]),
      c: floats([5, 6]),
      d: floats([7]),
    });
    expect(await state.read(['a'])).toEqual({ a: floats([2, 3]) });
  });

  it('gives outputs that are inputs, constants, state or one another', async () => {
    const state = engine.createState({ a: floats([1, 2]), b: floats([0, 0]), c: floats([0, 0]) });
    const outputs = await step.run(state, call());
    expect(outputs).toEqual({
      input: floats([1, 2]),
      twos: floats([2, 2]),
      sum: floats([1.5, 3]),
      again: floats([1.5, 3]),
      flags: { data: Uint8Array.of(0, 1), shape: [2], dtype: 'uint8' },
      old: floats([1, 2]),
    });
  });

  it('shares no memory with its caller', async () => {
    const initial = floats([1, 1]);
    const state = engine.createState({ a: initial, b: initial, c: initial });
    const outputs = await step.run(state, call());
    for (const { data } of [initial, ...Object.values(outputs), ...Object.values(await state.read())])
      data.fill(9);
    expect(await state.read(['a', 'b'])).toEqual({ a: floats([1.5, 2]), b: floats([1, 1]) });
  });

  it('takes constants, small and large, bytes too', async () => {
    const large = Float32Array.from({ length: 5000 }, (_, index) => index);
    const pixels = Uint8Array.of(250, 3);
    const folded = await engine.compile({
      ...program,
      constants: {
        large: { data: large, shape: [5000], dtype: 'float32' },
        pixels: { data: pixels, shape: [2], dtype: 'uint8' },
      },
      step: ({ constants, batch }) => ({
        state: {},
        outputs: {
          y: ops.add(
            ops.mul(batch['x'] as Tensor, ops.sum(constants['large'] as Tensor)),
            constants['pixels'] as Tensor,
          ),
        },
      }),
    });
    const state = engine.createState({ a: floats([0, 0]), b: floats([0, 0]), c: floats([0, 0]) });
    const { y } = await folded.run(state, call());
    expect(y?.data).toEqual(Float32Array.of(12497500 + 250, 2 * 12497500 + 3));
    folded.dispose();
  });

  it('refuses wrong inputs by name', async () => {
    const state = engine.createState({ a: floats([1, 1]), b: floats([3, 4]), c: floats([5, 6]) });
    expect(await codeOf(step.run(state, call({ batch: {} })))).toBe('step-input');
    expect(await codeOf(step.run(state, call({ batch: { x: floats([1]) } })))).toBe('step-input');
    expect(await codeOf(step.run(state, call({ scalars: {} })))).toBe('step-input');
    expect(await codeOf(step.run(state, call({ scalars: { rate: 1, decay: 1 } })))).toBe('step-input');
    const short = engine.createState({ a: floats([1, 1]), b: floats([3, 4]) });
    expect(await codeOf(step.run(short, call()))).toBe('state-shape');
    expect(() => {
      state.write({ a: floats([1]) });
    }).toThrow(/"a" does not fit/);
    expect(() => {
      state.write({ z: floats([1]) });
    }).toThrow(/no such entry/);
    expect(await state.read(['a'])).toEqual({ a: floats([1, 1]) });
  });

  it('lets timers run between steps', async () => {
    const state = engine.createState({ a: floats([1, 1]), b: floats([3, 4]), c: floats([5, 6]) });
    let turns = 0;
    const timer = setInterval(() => turns++, 0);
    for (let index = 0; index < 200; index++) await step.run(state, call());
    clearInterval(timer);
    expect(turns).toBeGreaterThan(5);
  });

  it('that does nothing is refused', async () => {
    const idle = engine.compile({ ...program, step: ({ state }) => ({ state, outputs: {} }) });
    expect(await codeOf(idle)).toBe('step-empty');
  });

  it('uses no more memory after many steps', async () => {
    const megabyte = { shape: [1 << 18], dtype: 'float32' as const };
    const growing = await engine.compile({
      ...program,
      state: { a: megabyte },
      step: ({ state, batch }) => ({
        state: { a: ops.add(state['a'] as Tensor, ops.sum(batch['x'] as Tensor)) },
        outputs: {},
      }),
    });
    const state = engine.createState({ a: { ...megabyte, data: new Float32Array(1 << 18) } });
    for (let index = 0; index < 50; index++) await growing.run(state, call());
    const before = process.memoryUsage.rss();
    for (let index = 0; index < 400; index++) await growing.run(state, call());
    // Had each step left its megabyte behind, this would be 400 MB.
    expect(process.memoryUsage.rss() - before).toBeLessThan(100 * (1 << 20));
    growing.dispose();
  });

  it('says what it consists of', () => {
    expect(step).toBeInstanceOf(OnnxRuntimeStep);
    const { operators, constantBytes, bytesIn, bytesOut } = (step as OnnxRuntimeStep).explain();
    expect(operators).toMatchObject({ Mul: 1, Add: 1, Greater: 1 });
    expect(constantBytes).toBeGreaterThan(0);
    // In: a, x and the rate. Out: the new a, five pairs of numbers, one of flags.
    expect(bytesIn).toBe(8 + 8 + 4);
    expect(bytesOut).toBe(8 + 5 * 8 + 2);
  });
});

describe('the engine', () => {
  it('names its class of numbers', async () => {
    const other = await openOnnxRuntimeEngine({ name: 'onnxruntime', threads: 2 });
    expect(engine.numericsClass).toMatch(/^onnxruntime-1\.30\.0\/cpu\/[^/]+\/fp32\/threads=1$/);
    expect(other.numericsClass).toMatch(/\/threads=2$/);
  });

  it('refuses the state of another engine', async () => {
    const { openEagerEngine } = await import('../eager/engine.js');
    const foreign = (await openEagerEngine('cpu')).createState({});
    expect(await codeOf(step.run(foreign, call()))).toBe('state-engine');
  });
});
