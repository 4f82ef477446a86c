import { describe, expect, it } from 'vitest';
import { byDepth, deepestStage, freezeDepth } from './freeze-depth.js';

describe('how deep a strategy freezes', () => {
  it('is everything for the head alone and nothing for a full net', () => {
    expect(freezeDepth('head')).toEqual({ frozen: 1, kind: 'fixed' });
    expect(freezeDepth('full')).toEqual({ frozen: 0, kind: 'fixed' });
    expect(freezeDepth('llrd:0.7').frozen).toBe(0);
  });

  it('grows with the stage, whether it is named or counted from either end', () => {
    const depths = ['until:0', 'until:1', 'until:layer3', 'until:-1'].map(
      (freeze) => freezeDepth(freeze).frozen,
    );
    expect(depths).toEqual([0.2, 0.4, 0.8, 0.8]);
    expect(freezeDepth('until:neck').frozen).toBe(0.5);
  });

  it('is measured against the deepest that is compared', () => {
    expect(deepestStage(['until:9', 'head'])).toBe(9);
    // Epochs and rates are no stages.
    expect(deepestStage(['lp-ft:20', 'gradual:5', 'llrd:0.75', 'surgical:layer4'])).toBe(4);
    expect(freezeDepth('until:9', 9).frozen).toBeCloseTo(10 / 11);
  });

  it('orders strategies from ice to thaw, an untrained net last', () => {
    expect(byDepth(['full', 'scratch', 'until:1', 'head', 'gradual:2', 'until:3'])).toEqual([
      'head',
      'until:3',
      'gradual:2',
      'until:1',
      'full',
      'scratch',
    ]);
  });
});
