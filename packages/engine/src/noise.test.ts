import { describe, expect, it } from 'vitest';
import { fillNoise, SiteNames } from './noise.js';

const noise = (draws: number[], site = 'drop', epoch = 0): Float32Array => {
  const out = new Float32Array(draws.length * 5);
  fillNoise(out, { key: { seed: 7, epoch, draws: Uint32Array.from(draws) }, site, rowLength: 5 });
  return out;
};

describe('fillNoise', () => {
  it('gives a sample the same numbers in whatever batch and row it stands', () => {
    const whole = noise([0, 1, 2, 3]);
    expect([...noise([0, 1]), ...noise([2, 3])]).toEqual([...whole]);
    expect([...noise([3])]).toEqual([...whole.subarray(15)]);
  });

  it('gives other numbers at another site and in another epoch', () => {
    expect(noise([0], 'other')).not.toEqual(noise([0]));
    expect(noise([0], 'drop', 1)).not.toEqual(noise([0]));
  });

  it('refuses a key that has not one draw per row', () => {
    const key = { seed: 7, epoch: 0, draws: Uint32Array.of(1) };
    expect(() => { fillNoise(new Float32Array(10), { key, site: 'drop', rowLength: 5 }); }).toThrow(/1 draws for 2 rows/); // prettier-ignore
  });
});

it('a second use of a site has a name of its own', () => {
  const names = new SiteNames();
  expect([names.next('a'), names.next('b'), names.next('a')]).toEqual(['a', 'b', 'a#2']);
});
