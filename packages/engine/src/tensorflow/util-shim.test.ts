import { expect, it } from 'vitest';
import { shimUtil } from './util-shim.js';

it('gives back the two functions that Node 23 took away', () => {
  const util: Parameters<typeof shimUtil>[0] = {};
  shimUtil(util);
  expect([null, undefined, 0, ''].map((value) => util.isNullOrUndefined?.(value))).toEqual([
    true,
    true,
    false,
    false,
  ]);
  expect(util.isArray?.([])).toBe(true);
});

it('leaves alone what is there', () => {
  const isArray = (): boolean => false;
  const util = { isArray };
  shimUtil(util);
  expect(util.isArray).toBe(isArray);
});
