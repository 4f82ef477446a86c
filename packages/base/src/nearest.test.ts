import { describe, expect, it } from 'vitest';
import { didYouMean, nearest } from './nearest.js';

describe('nearest', () => {
  const words = ['learning_rate', 'momentum', 'freeze', 'views'];

  it.each([
    ['learning_rat', 'learning_rate'],
    ['laerning_rate', 'learning_rate'],
    ['momentun', 'momentum'],
    ['freez', 'freeze'],
    ['freezee', 'freeze'],
    ['fereze', 'freeze'],
  ])('reads %s as %s', (typed, meant) => {
    expect(nearest(typed, words)).toBe(meant);
  });

  it('prefers the word with the fewest edits', () => {
    expect(nearest('view', ['vie', 'views', 'view5', 'view'])).toBe('view');
  });

  it('says nothing when no word is near', () => {
    expect(nearest('dropout', words)).toBeUndefined();
    expect(nearest('x', words)).toBeUndefined();
    expect(didYouMean('dropout', words)).toBeUndefined();
  });
});
