import { expect, it } from 'vitest';
import { atMostEvery } from './at-most-every.js';

it('lets the first call through, and then one per period', () => {
  let now = 0;
  const at: number[] = [];
  const call = atMostEvery(100, { monotonic: () => now }, () => at.push(now));
  for (now = 0; now <= 350; now += 10) call();
  expect(at).toEqual([0, 100, 200, 300]);
});
