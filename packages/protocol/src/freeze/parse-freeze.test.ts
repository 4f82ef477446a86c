import { InputError } from '@frostline/base';
import { describe, expect, it } from 'vitest';
import { parseFreeze } from './parse-freeze.js';
import { freezeStrategies } from './strategies.js';

const strategies = Object.values(freezeStrategies);
const shufflenet = { name: 'shufflenet_v2_x0_5', stages: ['stem', 'stage2', 'stage3', 'stage4', 'conv5'] };

const frozen = (text: string): number => parseFreeze(text, shufflenet, strategies).frozenStages;

describe('parseFreeze', () => {
  it.each([
    ['scratch', 0],
    ['full', 0],
    ['head', 5],
    ['until:0', 1],
    ['until:4', 5],
    ['until:-1', 5],
    ['until:-5', 1],
    ['until:stage3', 3],
  ])('%s freezes %d stages', (text, count) => {
    expect(frozen(text)).toBe(count);
    expect(parseFreeze(text, shufflenet, strategies).strategy.name).toBe(text.split(':')[0]);
  });

  it.each(['until:5', 'until:-6', 'until:1.5', 'until:1e0', 'until: 1', 'until:1:2', 'until:head'])(
    '%s names no stage: the error lists those that there are',
    (text) => {
      expect(() => frozen(text)).toThrow(InputError);
      expect(() => frozen(text)).toThrow(
        /shufflenet_v2_x0_5 has no stage .*allowed: 0\.\.4, -5\.\.-1, or stem, stage2, stage3, stage4, conv5/,
      );
    },
  );

  it('guesses a mistyped stage or strategy', () => {
    expect(() => frozen('until:stage33')).toThrow('did you mean "stage3"?');
    expect(() => frozen('haed')).toThrow(
      'found "haed"; allowed: scratch, full, head, until:k; did you mean "head"?',
    );
  });

  it('refuses an argument that is missing or one too many', () => {
    expect(() => frozen('until')).toThrow('until needs an argument');
    expect(() => frozen('until:')).toThrow('until needs an argument');
    expect(() => frozen('head:1')).toThrow('head takes no argument');
  });
});
