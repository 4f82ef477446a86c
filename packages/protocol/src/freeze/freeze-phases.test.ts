import { describe, expect, it } from 'vitest';
import { freezePhases } from './freeze-phases.js';
import { parseFreeze } from './parse-freeze.js';
import { freezeStrategies } from './strategies.js';

/** A stem without a bias, a stage without parameters, one with everything, one without norms. */
const net = {
  name: 'net',
  stages: ['stem', 'pool', 'body', 'neck'],
  parameters: [10, 0, 20, 30, 40],
  norms: [0, 0, 4, 0],
  biases: [0, 0, 2, 3],
};

const strategies = Object.values(freezeStrategies);
const phases = (text: string, epochs = 10) => freezePhases(parseFreeze(text, net, strategies), net, epochs);
/** Each phase as `first epoch: frozen stages, what trains`. */
const summary = (text: string, epochs?: number) =>
  phases(text, epochs).map(
    ({ firstEpoch, frozenStages, trains, restarts }) =>
      `${firstEpoch}: ${frozenStages}, ${trains.join(' ')}${restarts ? ', restarts' : ''}`,
  );

describe('freezePhases', () => {
  it.each([
    ['scratch', '0: 0, all none all all'],
    ['full', '0: 0, all none all all'],
    ['head', '0: 4, none none none none'],
    // A stage that has nothing to train belongs to the prefix.
    ['until:stem', '0: 2, none none all all'],
    ['until:body', '0: 3, none none none all'],
    ['until:-1', '0: 4, none none none none'],
    ['surgical:stem', '0: 0, all none none none'],
    ['surgical:pool', '0: 4, none none none none'],
    ['surgical:body', '0: 2, none none all none'],
    ['norm', '0: 2, none none norms none'],
    ['bias', '0: 2, none none biases biases'],
    ['llrd:0.5', '0: 0, all none all all'],
    ['l2-sp', '0: 0, all none all all'],
  ])('%s trains the same in all epochs: %s', (text, expected) => {
    expect(summary(text)).toEqual([expected]);
  });

  it('lp-ft begins anew with everything', () => {
    expect(summary('lp-ft:3')).toEqual(['0: 4, none none none none', '3: 0, all none all all, restarts']);
    expect(() => phases('lp-ft:3', 3)).toThrow(
      'lp-ft:3 leaves no epoch to train everything; found 3; allowed: more than 3 epochs',
    );
    expect(phases('lp-ft:3', 4)).toHaveLength(2);
  });

  it('gradual thaws stage by stage, and none that has nothing to train', () => {
    expect(summary('gradual:2')).toEqual([
      '0: 4, none none none none',
      '2: 3, none none none all',
      '4: 2, none none all all',
      '6: 0, all none all all',
    ]);
    expect(summary('gradual:2', 5)).toEqual(summary('gradual:2').slice(0, 3));
    expect(summary('gradual:9', 5)).toEqual(summary('head'));
  });
});
