import { expect, it } from 'vitest';
import { nextSort } from './next-sort.js';

it('a column sorts its first way, then the other, then no longer', () => {
  const first = nextSort({ column: 'other', descending: false }, 'score', true);
  expect(first).toEqual({ column: 'score', descending: true });
  const second = nextSort(first, 'score', true);
  expect(second).toEqual({ column: 'score', descending: false });
  expect(nextSort(second, 'score', true)).toBeNull();
});
