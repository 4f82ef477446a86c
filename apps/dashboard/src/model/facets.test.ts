import { describe, expect, it } from 'vitest';
import { trial } from '../testing/trial.js';
import { settingFacets, tagFacets } from './facets.js';

describe('facets', () => {
  it('count the values of a setting, numbers by size and the default last', () => {
    const rates = [0.01, 0.1, null, 0.001, 0.1].map((rate, index) =>
      trial({ id: String(index), settings: { rate } }),
    );
    expect(settingFacets(rates, 'rate')).toEqual([
      { value: '0.001', count: 1 },
      { value: '0.01', count: 1 },
      { value: '0.1', count: 2 },
      { value: 'default', count: 1 },
    ]);
  });

  it('count tags by letter', () => {
    const tagged = [trial({ id: 'a', tags: ['b', 'a'] }), trial({ id: 'b', tags: ['b'] })];
    expect(tagFacets(tagged)).toEqual([
      { value: 'a', count: 1 },
      { value: 'b', count: 2 },
    ]);
  });
});
