import { InputError } from '@frostline/base';
import { createHash } from 'node:crypto';
import { fromHost, ops, toHostSync, useBackend } from '@frostline/engine';
import { beforeAll, describe, expect, it } from 'vitest';
import { zeros_ } from '../init.js';
import { Conv2d } from '../layers/conv2d.js';
import { Linear } from '../layers/linear.js';
import { backward } from '../module/backward.js';
import { functionalCall } from '../module/functional-call.js';
import { manualSeed } from '../module/generator.js';
import { initialize } from '../module/initialize.js';
import { elementCount } from '../module/shape.js';
import { imagesByRule } from '../testing/fill-by-rule.js';
import { readGolden } from '../testing/golden.js';
import { meanCrossEntropy } from '../testing/mean-cross-entropy.js';
import type { Backbone } from './backbone.js';
import { backboneFacts, backboneNames, createBackbone } from './registry.js';

const zoo = readGolden('torchvision/zoo') as Record<
  string,
  { parameters: number; reprSha256: string; stateDictSha256: string }
>;
const hash = (text: string) => createHash('sha256').update(text).digest('hex');

/** Multiply-accumulates as they are seen by hooks while the net really runs. */
function measuredMacs(net: Backbone, size: number): number {
  let macs = 0;
  const layers = [...net.modules()].filter((module) => module instanceof Conv2d || module instanceof Linear);
  const hooks = layers.map((layer) =>
    layer.registerForwardHook((_module, _input, output) => {
      macs += (elementCount(output.shape) / (layer.weight.shape[0] ?? 1)) * layer.weight.size;
      return undefined;
    }),
  );
  ops.dispose(net.eval().call(ops.zeros([1, 3, size, size])));
  for (const hook of hooks) hook.remove();
  return macs;
}

describe.each(backboneNames)('%s', (name) => {
  const net = createBackbone(name, { classes: 3 });
  const facts = backboneFacts(name, { size: 40, classes: 3 });

  beforeAll(async () => {
    await useBackend('wasm');
    initialize(net, 0);
  });

  it('is torchvision’s: printed form, state dict, number of parameters', () => {
    const same = createBackbone(name, { classes: 18 });
    // Zeros are quickly drawn, and only the shapes matter here.
    for (const parameter of same.parameters()) zeros_(parameter);
    const shapes = Object.entries(same.stateDict()).map(([key, { shape }]) => [key, shape]);
    expect({
      parameters: backboneFacts(name, { classes: 18 }).parameters,
      reprSha256: hash(same.toString()),
      stateDictSha256: hash(JSON.stringify(shapes)),
    }).toEqual(zoo[name]);
  });

  it('gives logits without NaN, and a gradient for every parameter', () => {
    const x = fromHost(imagesByRule([2, 3, 32, 32]));
    const loss = backward(net.train(), () => meanCrossEntropy(net.call(x), [0, 2]));
    expect(loss).toBeGreaterThan(0);
    for (const [key, { grad }] of net.namedParameters())
      expect(Number.isFinite(grad && ops.sum(ops.abs(grad)).dataSync()[0]), key).toBe(true);
    net.zeroGrad();
  });

  it('is the composition of its stages, wherever it is cut', () => {
    const x = fromHost(imagesByRule([1, 3, 40, 40]));
    const whole = functionalCall(net, {}, x, { train: false }).output;
    let features = x;
    for (const [index, { outputShape }] of facts.stages.entries()) {
      features = functionalCall(net, {}, features, { train: false, from: index, to: index + 1 }).output;
      expect(features.shape).toEqual(outputShape);
    }
    expect(toHostSync(features)).toEqual(toHostSync(whole));
  });

  it('takes images from its smallest on, and none below', () => {
    const { smallestImage } = facts;
    const x = fromHost(imagesByRule([1, 3, smallestImage, smallestImage]));
    expect(functionalCall(net, {}, x, { train: false }).output.shape).toEqual([1, 3]);
    for (const size of [smallestImage, smallestImage + 1, 2 * smallestImage])
      expect(backboneFacts(name, { size }).smallestImage).toBe(smallestImage);
    for (let size = 1; size < smallestImage; size++)
      expect(() => backboneFacts(name, { size })).toThrow('smaller than the window');
  });

  it('says from which size on it trains on a batch of one image', () => {
    const trains = (size: number): boolean => {
      try {
        functionalCall(net, {}, fromHost(imagesByRule([1, 3, size, size])), { train: true });
        return true;
      } catch (error) {
        if (error instanceof InputError && error.code === 'batch-norm-size') return false;
        throw error;
      }
    };
    const { smallestAlone: alone } = facts;
    expect([trains(alone), alone === facts.smallestImage || !trains(alone - 1)]).toEqual([true, true]);
  });

  it('has dropout in its head exactly where the option changes the net', () => {
    const printed = (dropout: number) => createBackbone(name, { dropout }).toString();
    expect(facts.hasDropout).toBe(printed(0.1) !== printed(0.7));
  });

  it('every parameter and buffer belongs to exactly one stage', () => {
    const keys = facts.stages.flatMap(({ parameterKeys, bufferKeys }) => [...parameterKeys, ...bufferKeys]);
    const own = [...net.namedParameters(), ...net.namedBuffers()].map(([key]) => key);
    expect(keys.sort()).toEqual(own.sort());
    const stored = Object.values(net.stateDict()).reduce((sum, { data }) => sum + data.length, 0);
    expect(facts.stages.reduce((sum, stage) => sum + stage.parameters + stage.buffers, 0)).toBe(stored);
  });

  it('costs what a real run costs', () => {
    expect(facts.macs).toBe(measuredMacs(net, 40));
    expect(facts.stages.at(-1)).toMatchObject({ name: 'head', outputShape: [1, 3] });
  });
});

describe('the registry', () => {
  it('looking at facts does not move the default generator', () => {
    manualSeed(9);
    backboneFacts('squeezenet1_1');
    const after = new Linear(2, 2).stateDict();
    manualSeed(9);
    expect(new Linear(2, 2).stateDict()).toEqual(after);
  });

  it.each(['resnet9000', 'toString', ''])('%j is refused with the names that exist', (name) => {
    expect(() => createBackbone(name)).toThrow('allowed: mobilenet_v3_large, mobilenet_v3_small, shufflenet');
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
