import { describe, expect, it } from 'vitest';
import { backboneNames, createBackbone } from '../backbones/registry.js';
import { loadPretrained, loadWeights } from './load-weights.js';
import { shippedWeights } from './registry.js';

const shipped = backboneNames.map(shippedWeights).filter((name) => name !== null);

describe('weights that ship', () => {
  it.each(shipped)('%s fits its net and says how its images were prepared', (name) => {
    const weights = loadWeights(name);
    const net = createBackbone(weights.arch ?? '', { classes: weights.classes?.length ?? 0 });
    expect(loadPretrained(net, weights)).toEqual({ replaced: [] });
    expect(weights.preprocessing).toMatchObject({ size: 64, interpolation: 'bilinear' });
    expect(weights.licence).not.toBeNull();
    for (const { data } of Object.values(net.stateDict()))
      expect(data.every((value) => Number.isFinite(value))).toBe(true);
  });
});
