import { ops, toHostSync } from '@frostline/engine';
import { describe, expect, it } from 'vitest';
import { manualSeed } from '../module/generator.js';
import { Dropout } from './dropout.js';

describe('Dropout', () => {
  const x = ops.ones([100, 100]);
  const draw = (layer: Dropout) => toHostSync(layer.call(x)).data;

  it('drops a share of p and keeps the mean', () => {
    manualSeed(1);
    const values = draw(new Dropout(0.2));
    const dropped = values.filter((value) => value === 0).length / values.length;
    expect(dropped).toBeCloseTo(0.2, 1);
    expect(values.find((value) => value !== 0)).toBeCloseTo(1.25, 6);
  });

  it('draws anew at every call, and the same again after manualSeed', () => {
    const layer = new Dropout(0.5);
    manualSeed(1);
    const first = draw(layer);
    expect(draw(layer)).not.toEqual(first);
    manualSeed(1);
    expect(draw(layer)).toEqual(first);
  });

  it('does nothing in evaluation, when frozen, and at p = 0', () => {
    const frozen = new Dropout();
    frozen.frozen = true;
    for (const layer of [new Dropout().eval(), frozen, new Dropout(0)]) expect(layer.call(x)).toBe(x);
  });

  it.each([-0.1, 1.1, Number.NaN])('a probability of %f is refused', (p) => {
    expect(() => new Dropout(p)).toThrow('allowed: 0 to 1');
  });
});
