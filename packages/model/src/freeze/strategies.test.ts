import { toHostSync } from '@frostline/engine';
import { freezeStrategies } from '@frostline/protocol/freeze';
import { describe, expect, it } from 'vitest';
import { factsOf } from '../backbones/facts.js';
import { backboneFacts } from '../backbones/registry.js';
import { backward } from '../module/backward.js';
import { initialize } from '../module/initialize.js';
import { meanCrossEntropy } from '../testing/mean-cross-entropy.js';
import { randomImages } from '../testing/random-images.js';
import { TinyBackbone } from '../testing/tiny-backbone.js';
import { applyFreeze } from './apply-freeze.js';
import { freezeSchedule, strategyCatalog } from './registry.js';

const facts = backboneFacts('mobilenet_v3_small', { size: 32 });
const names = facts.stages.map(({ name }) => name);
const schedule = (text: string, bn: 'train' | 'eval' = 'train') =>
  freezeSchedule(text, facts, { epochs: 10, bn });

describe.each(strategyCatalog)('$syntax keeps the contract', ({ name, argument, freezes, pretrained }) => {
  const texts = argument === 'none' ? [name] : names.slice(0, -1).map((stage) => `${name}:${stage}`);

  it.each(texts)('%s', (text) => {
    const plan = schedule(text);
    expect(plan.text).toBe(text);
    expect(plan.pretrained).toBe(pretrained);
    expect(plan.phases[0]?.firstEpoch).toBe(0);
    for (let epoch = 0; epoch < 10; epoch++) {
      const state = plan.at(epoch);
      for (const [index, stage] of facts.stages.entries()) {
        const frozen = index < state.frozenStages;
        if (frozen) expect(state.evalStages.has(index)).toBe(true);
        for (const key of stage.parameterKeys) {
          if (frozen) expect(state.trains(key)).toBe(false);
          if (stage.name === 'head') expect(state.trains(key)).toBe(true);
          if (state.trains(key)) expect(state.rateScale(key)).toBeGreaterThan(0);
        }
      }
      const length = {
        all: names.length - 1,
        none: 0,
        argument: names.indexOf(text.split(':')[1] ?? '') + 1,
      };
      expect(state.frozenStages).toBe(length[freezes]);
    }
  });
});

describe('the registry of strategies', () => {
  it('has every strategy that a sweep file may name, in the same order', () => {
    expect(strategyCatalog.map(({ name }) => name)).toEqual(Object.keys(freezeStrategies));
  });

  it('reads a setting against the stages before the head', () => {
    expect(schedule('until:-1').at(0).frozenStages).toBe(7);
    expect(() => schedule('until:head')).toThrow(
      'mobilenet_v3_small has no stage head; found "until:head"; allowed: 0..6, -7..-1, or stem, stage1,',
    );
  });

  it('an epoch before the first is refused', () => {
    expect(() => schedule('full').at(-1)).toThrow('counted from 0');
  });

  it('bn: eval holds in every stage, frozen or not', () => {
    expect(schedule('full', 'eval').at(0).evalStages.size).toBe(names.length);
    expect(schedule('full').at(0).evalStages.size).toBe(0);
  });
});

describe('a frozen backbone', () => {
  const net = new TinyBackbone();
  const x = randomImages([4, 3, 9, 9]);
  const plan = (text: string, bn: 'train' | 'eval' = 'train') =>
    freezeSchedule(text, factsOf('tiny', net, 9), { epochs: 1, bn }).at(0);
  const step = () => {
    net.zeroGrad();
    backward(net.train(), () => meanCrossEntropy(net.call(x), [0, 1, 2, 0]));
  };
  const changed = () => {
    const before = net.stateDict();
    step();
    const after = net.stateDict();
    return Object.keys(after).filter((key) => String(after[key]?.data) !== String(before[key]?.data));
  };
  const statistics = (path: string) =>
    ['running_mean', 'running_var', 'num_batches_tracked'].map((name) => `${path}.${name}`);
  const graded = () => [...net.namedParameters()].filter(([, { grad }]) => grad !== null).map(([key]) => key);

  it('updates no running statistics of frozen stages, even after train()', () => {
    initialize(net, 1);
    applyFreeze(net, plan('until:stem'));
    expect(changed()).toEqual(statistics('features.4'));
    expect(graded()).toEqual([
      'features.3.weight',
      'features.3.bias',
      'features.4.weight',
      'features.4.bias',
      'classifier.1.weight',
      'classifier.1.bias',
    ]);
  });

  it('as head, updates none at all, and its features are the same at every call', () => {
    applyFreeze(net, plan('head'));
    expect(changed()).toEqual([]);
    const features = () => toHostSync(net.train().forwardStages(x, 0, 2));
    expect(features()).toEqual(features());
  });

  it('with bn: eval, trains all parameters, drops out, and updates no statistics', () => {
    applyFreeze(net, plan('full', 'eval'));
    expect(changed()).toEqual([]);
    expect(graded()).toHaveLength([...net.parameters()].length);
    const features = () => toHostSync(net.train().forwardStages(x, 0, 2));
    expect(features()).not.toEqual(features());
  });

  it('thaws when a later state says so', () => {
    applyFreeze(net, plan('full'));
    expect(changed()).toEqual([...statistics('features.1'), ...statistics('features.4')]);
  });
});
