import { createHash } from 'node:crypto';
import { InputError } from '@frostline/base';
import { inferShapes, ops, toHostSync, useBackend, valueAndGradients } from '@frostline/engine';
import type { SpecRecord, Tensor, TensorSpec } from '@frostline/engine';
import { beforeAll, describe, expect, it } from 'vitest';
import { Linear } from '../layers/linear.js';
import { backward } from '../module/backward.js';
import { functionalCall } from '../module/functional-call.js';
import { manualSeed } from '../module/generator.js';
import { initialize } from '../module/initialize.js';
import type { Shape } from '../module/shape.js';
import { readGolden } from '../testing/golden.js';
import { meanCrossEntropy } from '../testing/mean-cross-entropy.js';
import { randomImages } from '../testing/random-images.js';
import type { Backbone } from './backbone.js';
import type { BackboneFacts } from './facts.js';
import { backboneFacts, backboneFamilies, backboneNames, createBackbone } from './registry.js';

/** What torchvision says of its nets with 18 classes, at 224 pixels. */
const zoo = readGolden('zoo') as Record<
  string,
  { parameters: number; macs: number; reprSha256: string; stateDictSha256: string }
>;
const hash = (text: string) => createHash('sha256').update(text).digest('hex');

const specsOf = (stored: Iterable<readonly [string, TensorSpec]>): SpecRecord =>
  Object.fromEntries(Array.from(stored, ([key, { shape, dtype }]) => [key, { shape, dtype }]));

/** One stage, run with nothing but its own parameters and buffers; none of them has values. */
function stageOnShapes(net: Backbone, { stages }: BackboneFacts, index: number, input: Shape) {
  const { parameterKeys = [], bufferKeys = [] } = stages[index] ?? {};
  const own = new Set([...parameterKeys, ...bufferKeys]);
  const { outputs, macs } = inferShapes({
    name: 'stage',
    state: specsOf([...net.namedState()].filter(([key]) => own.has(key))),
    batch: { x: { shape: input, dtype: 'float32' } },
    scalars: [],
    step: ({ state, batch }) => {
      const x = batch['x'] as Tensor;
      const { output } = functionalCall(net, state, x, { train: false, from: index, to: index + 1 });
      return { state: {}, outputs: { output } };
    },
  });
  return { outputShape: outputs['output']?.shape, macs };
}

describe.each(backboneNames)('%s', (name) => {
  const net = createBackbone(name, { classes: 18 }).eval();
  const facts = backboneFacts(name, { classes: 18 });
  const state = [...net.namedState()];

  it('is torchvision’s: printed form, state dict, number of parameters, multiply-accumulates', () => {
    expect({
      parameters: facts.parameters,
      macs: facts.macs,
      reprSha256: hash(net.toString()),
      stateDictSha256: hash(JSON.stringify(state.map(([key, { shape }]) => [key, shape]))),
    }).toEqual(zoo[name]);
  });

  it('takes a dropout exactly where there is one, which it sets', () => {
    const printed = (dropout: number) => createBackbone(name, { dropout }).toString();
    if (facts.hasDropout) expect(printed(0.1)).not.toBe(printed(0.7));
    else expect(() => printed(0.1)).toThrow(`${name} has no such option; found "dropout"; allowed: classes`);
  });

  it('every parameter and buffer belongs to exactly one stage', () => {
    const keys = facts.stages.flatMap(({ parameterKeys, bufferKeys }) => [...parameterKeys, ...bufferKeys]);
    expect(keys.sort()).toEqual(state.map(([key]) => key).sort());
    const stored = state.reduce((sum, [, { size }]) => sum + size, 0);
    expect(facts.stages.reduce((sum, stage) => sum + stage.parameters + stage.buffers, 0)).toBe(stored);
  });

  it('ends in a head that gives logits', () => {
    expect(facts.stages.at(-1)).toMatchObject({ name: 'head', outputShape: [1, 18] });
  });

  it('runs on shapes alone, without a value, and each stage gives and costs what is said of it', () => {
    const before = process.memoryUsage().arrayBuffers;
    let input: Shape = [1, 3, 224, 224];
    for (const [index, { name: stage, outputShape, macs }] of facts.stages.entries()) {
      expect({ stage, ...stageOnShapes(net, facts, index, input) }).toEqual({ stage, outputShape, macs });
      input = outputShape;
    }
    // The largest would have a gigabyte.
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(16 * 2 ** 20);
  });

  it('takes images from its smallest on, and none below', () => {
    const { smallestImage, imageSize } = facts;
    const logits = (size: number): Shape => net.cost([1, 3, size, size]).shape;
    expect(logits(smallestImage)).toEqual([1, 18]);
    for (const size of [smallestImage + 1, 2 * smallestImage])
      if (imageSize === null) expect(logits(size)).toEqual([1, 18]);
      else expect(() => logits(size)).toThrow('images of one size only');
    for (let size = 1; size < smallestImage; size++)
      expect(() => logits(size)).toThrow(
        imageSize === null ? 'smaller than the window' : 'images of one size only',
      );
  });
});

const parametersOf = (name: string): number => zoo[name]?.parameters ?? 0;

/** One net of each family: the others differ in nothing but their shapes. */
const smallest = backboneFamilies.map(
  ({ backbones }) => Object.keys(backbones).sort((a, b) => parametersOf(a) - parametersOf(b))[0] ?? '',
);

it.each(smallest)('a gradient reaches every parameter of %s', (name) => {
  const net = createBackbone(name, { classes: 18 });
  const keys = Array.from(net.namedParameters(), ([key]) => key);
  const { imageSize, smallestImage } = backboneFacts(name);
  const size = imageSize ?? 2 * smallestImage;
  const { outputs } = inferShapes({
    name,
    state: specsOf(net.namedState()),
    batch: { x: { shape: [2, 3, size, size], dtype: 'float32' } },
    scalars: [],
    step: ({ state, batch, noise }) => {
      const { gradients } = valueAndGradients(
        () => {
          const x = batch['x'] as Tensor;
          const { output } = functionalCall(net, state, x, { train: true, noise });
          return { loss: ops.mean(ops.square(output)) };
        },
        keys.map((key) => state[key] as Tensor),
      );
      const named = keys.map((key, index) => [key, gradients[index]] as const);
      return {
        state: {},
        outputs: Object.fromEntries(named.filter((pair): pair is [string, Tensor] => pair[1] !== null)),
      };
    },
  });
  expect(outputs).toEqual(specsOf(net.namedParameters()));
});

/** Numbers of larger nets would take minutes: `npm run conformance` has them. */
const computed = smallest.filter((name) => parametersOf(name) < 12e6);

describe.each(computed)('%s, computed', (name) => {
  const net = createBackbone(name, { classes: 3 });
  const facts = backboneFacts(name, { size: 40, classes: 3 });

  beforeAll(async () => {
    await useBackend('wasm');
    initialize(net, 0);
  });

  it('gives logits and gradients without NaN', () => {
    const x = randomImages([2, 3, 32, 32]);
    const loss = backward(net.train(), () => meanCrossEntropy(net.call(x), [0, 2]));
    expect(loss).toBeGreaterThan(0);
    for (const [key, { grad }] of net.namedParameters())
      expect(Number.isFinite(grad && ops.sum(ops.abs(grad)).dataSync()[0]), key).toBe(true);
    net.zeroGrad();
  });

  it('is the composition of its stages, wherever it is cut', () => {
    const x = randomImages([1, 3, 40, 40]);
    const whole = functionalCall(net, {}, x, { train: false }).output;
    let features = x;
    for (const [index, { outputShape }] of facts.stages.entries()) {
      features = functionalCall(net, {}, features, { train: false, from: index, to: index + 1 }).output;
      expect(features.shape).toEqual(outputShape);
    }
    expect(toHostSync(features)).toEqual(toHostSync(whole));
  });

  it('takes its smallest image', () => {
    const { smallestImage } = facts;
    const x = randomImages([1, 3, smallestImage, smallestImage]);
    expect(functionalCall(net, {}, x, { train: false }).output.shape).toEqual([1, 3]);
  });

  it('says from which size on it trains on a batch of one image', () => {
    const trains = (size: number): boolean => {
      try {
        functionalCall(net, {}, randomImages([1, 3, size, size]), { train: true });
        return true;
      } catch (error) {
        if (error instanceof InputError && error.code === 'batch-norm-size') return false;
        throw error;
      }
    };
    const { smallestAlone: alone } = facts;
    expect([trains(alone), alone === facts.smallestImage || !trains(alone - 1)]).toEqual([true, true]);
  });
});

describe('the registry', () => {
  it('has every net that torchvision lists for its families', () => {
    expect(backboneNames).toEqual(Object.keys(zoo).sort());
  });

  it('looking at facts does not move the default generator', () => {
    manualSeed(9);
    backboneFacts('squeezenet1_1');
    const after = new Linear(2, 2).stateDict();
    manualSeed(9);
    expect(new Linear(2, 2).stateDict()).toEqual(after);
  });

  it.each(['resnet9000', 'toString', ''])('%j is refused with the names that exist', (name) => {
    expect(() => createBackbone(name)).toThrow('allowed: alexnet, convnext_base, ');
  });

  it.each([
    [-1, 2],
    [3, 2],
    [0, 7],
  ])('stages %i to %i are refused', (from, to) => {
    const net = createBackbone('shufflenet_v2_x0_5');
    expect(() => net.forwardStages(ops.zeros([1, 3, 32, 32]), from, to)).toThrow('allowed: 0 to 6');
  });

  it('an image that is too small is refused before anything runs', () => {
    expect(() => backboneFacts('squeezenet1_0', { size: 5 })).toThrow('smaller than the window');
  });
});
