import { describe, expect, it } from 'vitest';
import { fillUniform, nameWord, philox, RandomStream } from './philox.js';

describe('philox', () => {
  // Known answers of Random123's kat_vectors for philox4x32-10.
  it.each([
    [
      [0, 0, 0, 0],
      [0, 0],
      [0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8],
    ],
    [
      [0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff],
      [0xffffffff, 0xffffffff],
      [0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd],
    ],
    [
      [0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344],
      [0xa4093822, 0x299f31d0],
      [0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1],
    ],
  ] as const)('equals the reference for counter %j', (counter, key, words) => {
    expect(philox([...counter], [...key])).toEqual([...words]);
  });

  it('fills the same numbers whatever the split of the samples', () => {
    const one = new Float32Array(10);
    const again = new Float32Array(10);
    fillUniform(one, { seed: 1, site: nameWord('dropout'), epoch: 2, draw: 3 });
    fillUniform(again, { seed: 1, site: nameWord('dropout'), epoch: 2, draw: 3 });
    expect(again).toEqual(one);
    expect(one.every((value) => value >= 0 && value < 1)).toBe(true);
    fillUniform(again, { seed: 1, site: nameWord('dropout'), epoch: 2, draw: 4 });
    expect(again).not.toEqual(one);
  });
});

describe('RandomStream', () => {
  it('has uniform and normal moments', () => {
    const stream = new RandomStream(7, 'moments');
    let mean = 0;
    let square = 0;
    const n = 20_000;
    for (let i = 0; i < n; i++) {
      const z = stream.nextNormal();
      mean += z / n;
      square += (z * z) / n;
    }
    expect(Math.abs(mean)).toBeLessThan(0.03);
    expect(Math.abs(square - 1)).toBeLessThan(0.05);
  });

  it('shuffles into a permutation that depends on seed and name', () => {
    const order = (seed: number, name: string): number[] =>
      new RandomStream(seed, name).shuffle(Array.from({ length: 50 }, (_, i) => i));
    expect([...order(1, 'a')].sort((x, y) => x - y)).toEqual(Array.from({ length: 50 }, (_, i) => i));
    expect(order(1, 'a')).toEqual(order(1, 'a'));
    expect(order(1, 'a')).not.toEqual(order(2, 'a'));
    expect(order(1, 'a')).not.toEqual(order(1, 'b'));
  });
});
