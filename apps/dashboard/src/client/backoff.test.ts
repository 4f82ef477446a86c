import { expect, it } from 'vitest';
import { backoff } from './backoff.js';

it('connecting again waits longer with each failure, ten seconds at most', () => {
  const longest = [1, 2, 3, 4, 5, 6, 60].map((failures) => backoff(failures, () => 1));
  expect(longest).toEqual([500, 1000, 2000, 4000, 8000, 10_000, 10_000]);
  expect(backoff(3, () => 0)).toBe(1000);
});
