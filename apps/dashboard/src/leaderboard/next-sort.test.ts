import { expect, it } from 'vitest';
import { nextSort, shownSort } from './next-sort.js';

it('a column sorts its first way, then the other, then no longer', () => {
  const first = nextSort({ column: 'other', descending: false }, 'score', true);
  expect(first).toEqual({ column: 'score', descending: true });
  const second = nextSort(first, 'score', true);
  expect(second).toEqual({ column: 'score', descending: false });
  expect(nextSort(second, 'score', true)).toBeNull();
});

it('of rank begins with the other way: trials come by rank while nothing is chosen', () => {
  expect(shownSort(null)).toEqual({ column: 'rank', descending: false });
  expect(nextSort(null, 'rank', false)).toEqual({ column: 'rank', descending: true });
  expect(nextSort({ column: 'rank', descending: true }, 'rank', false)).toBeNull();
});
