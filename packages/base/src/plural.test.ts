import { expect, it } from 'vitest';
import { plural } from './index.js';

it('says one of a thing in the singular and none or several in the plural', () => {
  expect([0, 1, 2].map((count) => plural(count, 'run'))).toEqual(['0 runs', '1 run', '2 runs']);
  expect([1, 2].map((count) => plural(count, 'run stops', 'runs stop'))).toEqual([
    '1 run stops',
    '2 runs stop',
  ]);
});
