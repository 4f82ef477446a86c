import { InputError } from '@frostline/base';
import { describe, expect, it } from 'vitest';
import { freezeText, parseFreeze } from './parse-freeze.js';
import { freezeStrategies } from './strategies.js';

const strategies = Object.values(freezeStrategies);
const shufflenet = { name: 'shufflenet_v2_x0_5', stages: ['stem', 'stage2', 'stage3', 'stage4', 'conv5'] };

const read = (text: string) => parseFreeze(text, shufflenet, strategies);

describe('parseFreeze', () => {
  it.each([
    ['scratch', 'scratch'],
    ['until:0', 'until:0'],
    ['until:-1', 'until:4'],
    ['until:-5', 'until:0'],
    ['until:stage3', 'until:2'],
    ['surgical:stem', 'surgical:0'],
    ['lp-ft:05', 'lp-ft:5'],
    ['gradual:1', 'gradual:1'],
    ['llrd:.750', 'llrd:0.75'],
    ['llrd:1.0', 'llrd:1'],
  ])('%s is %s', (text, written) => {
    expect(freezeText(read(text))).toBe(written);
    expect(read(text).strategy.name).toBe(text.split(':')[0]);
  });

  it.each(['lp-ft:0', 'lp-ft:1.5', 'gradual:-1', 'gradual:two', 'lp-ft: 2', 'gradual:1e1'])(
    '%s is no number of epochs',
    (text) => {
      expect(() => read(text)).toThrow(`found "${text}"; allowed: a whole number of epochs, at least 1`);
    },
  );

  it.each(['llrd:0', 'llrd:1.01', 'llrd:-0.5', 'llrd:NaN', 'llrd:0.5x'])('%s is no factor', (text) => {
    expect(() => read(text)).toThrow(`found "${text}"; allowed: more than 0, at most 1`);
  });

  it.each(['until:5', 'until:-6', 'until:1.5', 'until:1e0', 'until: 1', 'until:1:2', 'until:head'])(
    '%s names no stage: the error lists those that there are',
    (text) => {
      expect(() => read(text)).toThrow(InputError);
      expect(() => read(text)).toThrow(
        /shufflenet_v2_x0_5 has no stage .*allowed: 0\.\.4, -5\.\.-1, or stem, stage2, stage3, stage4, conv5/,
      );
    },
  );

  it('guesses a mistyped stage or strategy', () => {
    expect(() => read('until:stage33')).toThrow('did you mean "stage3"?');
    expect(() => read('haed')).toThrow(
      'found "haed"; allowed: scratch, full, head, until:k, surgical:s, norm, bias, lp-ft:p, gradual:e, llrd:d, l2-sp; did you mean "head"?',
    );
  });

  it('refuses an argument that is missing or one too many', () => {
    expect(() => read('until')).toThrow('until needs an argument');
    expect(() => read('until:')).toThrow('until needs an argument');
    expect(() => read('head:1')).toThrow('head takes no argument');
    expect(() => read('gradual')).toThrow('gradual needs an argument');
  });
});
