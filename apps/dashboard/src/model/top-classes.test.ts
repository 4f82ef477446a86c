import { describe, expect, it } from 'vitest';
import { topClasses } from './top-classes.js';

describe('the classes shown of a prediction', () => {
  const classes = ['a', 'b', 'c', 'd'];

  it('are the most probable, falling', () => {
    expect(topClasses(classes, [0.1, 0.6, 0.3, 0], 'c', 3).map(({ name }) => name)).toEqual(['b', 'c', 'a']);
  });

  it('always hold the label', () => {
    expect(topClasses(classes, [0.1, 0.6, 0.3, 0], 'd', 3).map(({ name }) => name)).toEqual(['b', 'c', 'd']);
  });

  it('have what is no number last', () => {
    expect(topClasses(classes, [NaN, 0.1, NaN, 0.6], 'b', 2).map(({ name }) => name)).toEqual(['d', 'b']);
  });
});
