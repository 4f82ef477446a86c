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
import type { FreezeSettings } from './strategy.js';

const facts = backboneFacts('mobilenet_v3_small', { size: 32 });
const names = facts.stages.map(({ name }) => name);
const schedule = (text: string, settings: Partial<FreezeSettings> = {}) =>
  freezeSchedule(text, facts, { epochs: 10, ...settings });

const everyStage = names.slice(0, -1);
/** Arguments to try, by what a strategy takes. */
const samples = { none: [''], stage: everyStage, epochs: ['1', '2', '9'], factor: ['0.5', '1'] };

describe.each(strategyCatalog)('$syntax keeps the contract', ({ name, argument, pretrained }) => {
  const texts = samples[argument].map((sample) => (sample === '' ? name : `${name}:${sample}`));

  it.each(texts)('%s', (text) => {
    const plan = schedule(text);
    expect(plan.text).toBe(text);
    expect(plan.pretrained).toBe(pretrained);
    const starts = plan.phases.map(({ firstEpoch }) => firstEpoch);
    expect(starts).toEqual([...new Set([0, ...starts])].sort((a, b) => a - b));
    let prefix = names.length - 1;
    for (let epoch = 0; epoch < 10; epoch++) {
      const state = plan.at(epoch);
      const trained = facts.stages.map(({ parameterKeys }) =>
        parameterKeys.filter((key) => state.trains(key)),
      );
      for (const [index, keys] of trained.entries()) {
        if (keys.length === 0) expect(state.evalStages.has(index)).toBe(true);
        else expect(state.evalStages.has(index)).toBe(false);
        for (const key of keys) {
          expect(state.rateScale(key)).toBeGreaterThan(0);
          expect(state.penalty(key)?.strength ?? 0).toBeGreaterThanOrEqual(0);
        }
      }
      expect(trained.at(-1)).toEqual(facts.stages.at(-1)?.parameterKeys);
      // The prefix is as long as it can be, and only ever shorter than before.
      expect(state.frozenStages).toBe(trained.findIndex((keys) => keys.length > 0));
      expect(state.frozenStages).toBeLessThanOrEqual(prefix);
      prefix = state.frozenStages;
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
    expect(schedule('full', { bn: 'eval' }).at(0).evalStages.size).toBe(names.length);
    expect(schedule('full').at(0).evalStages.size).toBe(0);
  });
});

describe('a frozen backbone', () => {
  const net = new TinyBackbone();
  const x = randomImages([4, 3, 9, 9]);
  const plan = (text: string, bn: 'train' | 'eval' = 'train', epoch = 0) =>
    freezeSchedule(text, factsOf('tiny', net, 9), { epochs: 9, bn }).at(epoch);
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

  const stem = ['features.0.weight', 'features.1.weight', 'features.1.bias'];
  const body = ['features.3.weight', 'features.3.bias', 'features.4.weight', 'features.4.bias'];
  const head = ['classifier.1.weight', 'classifier.1.bias'];

  it('as surgical, trains one stage under a frozen one, through which the gradient passes', () => {
    applyFreeze(net, plan('surgical:stem'));
    expect(changed()).toEqual(statistics('features.1'));
    expect(graded()).toEqual([...stem, ...head]);
    applyFreeze(net, plan('surgical:body'));
    expect(changed()).toEqual(statistics('features.4'));
    expect(graded()).toEqual([...body, ...head]);
  });

  it('as norm, trains scales and shifts, and bn says whether statistics move', () => {
    applyFreeze(net, plan('norm'));
    expect(changed()).toEqual([...statistics('features.1'), ...statistics('features.4')]);
    expect(graded()).toEqual([...stem.slice(1), ...body.slice(2), ...head]);
    applyFreeze(net, plan('norm', 'eval'));
    expect(changed()).toEqual([]);
    expect(graded()).toEqual([...stem.slice(1), ...body.slice(2), ...head]);
  });

  it('as bias, trains what is added, and the whole head', () => {
    applyFreeze(net, plan('bias'));
    step();
    expect(graded()).toEqual(['features.1.bias', 'features.3.bias', 'features.4.bias', ...head]);
  });

  it('as lp-ft, is head before the boundary and full after it', () => {
    const at = (epoch: number) => plan('lp-ft:2', 'train', epoch);
    applyFreeze(net, at(1));
    expect(changed()).toEqual([]);
    expect(graded()).toEqual(head);
    applyFreeze(net, at(2));
    expect(changed()).toEqual([...statistics('features.1'), ...statistics('features.4')]);
    expect(graded()).toEqual([...stem, ...body, ...head]);
  });

  it('as gradual, thaws from the top', () => {
    const grown = [0, 2, 3, 6].map((epoch) => {
      applyFreeze(net, plan('gradual:3', 'train', epoch));
      step();
      return graded();
    });
    expect(grown).toEqual([head, head, [...body, ...head], [...stem, ...body, ...head]]);
  });

  it('thaws when a later state says so', () => {
    applyFreeze(net, plan('full'));
    expect(changed()).toEqual([...statistics('features.1'), ...statistics('features.4')]);
  });
});

describe('rates and penalties', () => {
  const shufflenet = backboneFacts('shufflenet_v2_x0_5', { size: 32 });
  const keys = shufflenet.stages.flatMap(({ parameterKeys }) => parameterKeys);
  const at = (text: string, settings: Partial<FreezeSettings> = {}, epoch = 0) =>
    freezeSchedule(text, shufflenet, { epochs: 9, ...settings }).at(epoch);

  it('llrd decays by block from the head down, as timm counts', () => {
    // Stem, 4 + 8 + 4 units, the last convolution: 18 blocks under the head.
    const { rateScale } = at('llrd:0.5');
    const powers = {
      'conv1.0.weight': 18,
      'conv1.1.bias': 18,
      'stage2.0.branch1.0.weight': 17,
      'stage2.3.branch2.0.weight': 14,
      'stage3.0.branch2.0.weight': 13,
      'stage4.3.branch2.6.bias': 2,
      'conv5.0.weight': 1,
      'fc.weight': 0,
      'fc.bias': 0,
    };
    for (const [key, power] of Object.entries(powers))
      expect([key, rateScale(key)]).toEqual([key, 0.5 ** power]);
    expect(new Set(keys.map(rateScale)).size).toBe(19);
  });

  it('llrd keeps to its smallest rate', () => {
    const { rateScale } = at('llrd:0.5', { min_rate_scale: 0.1 });
    expect(
      ['conv1.0.weight', 'stage4.0.branch2.0.weight', 'stage4.2.branch2.0.weight'].map(rateScale),
    ).toEqual([0.1, 0.1, 0.125]);
  });

  it('lp-ft probes at a multiple of the rate', () => {
    const schedule = freezeSchedule('lp-ft:2', shufflenet, { epochs: 9, probe_rate_scale: 5 });
    const rates = schedule.phases.map(({ state }) => state.rateScale('fc.weight'));
    expect(rates).toEqual([5, 1]);
    expect(schedule.phases.map(({ restarts }) => restarts)).toEqual([false, true]);
    expect(at('lp-ft:2').rateScale('fc.weight')).toBe(10);
  });

  it('gradual goes on with one schedule', () => {
    const { phases } = freezeSchedule('gradual:1', shufflenet, { epochs: 9 });
    expect(phases.map(({ restarts }) => restarts)).toEqual(phases.map(() => false));
  });

  it('l2-sp pulls the backbone to where it began, and the head to zero', () => {
    const { penalty } = at('l2-sp', { sp_alpha: 0.3, sp_beta: 0.2 });
    const head = ['fc.weight', 'fc.bias'];
    for (const key of keys)
      expect(penalty(key)).toEqual(
        head.includes(key) ? { towards: 'zero', strength: 0.2 } : { towards: 'pretrained', strength: 0.3 },
      );
    expect(at('full').penalty('fc.weight')).toBeNull();
  });
});
