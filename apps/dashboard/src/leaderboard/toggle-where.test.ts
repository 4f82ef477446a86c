import { expect, it } from 'vitest';
import { toggleWhere } from './toggle-where.js';

it.each(['freeze', 'constructor', '__proto__'])('a value of %s is let through and no longer', (setting) => {
  const one = toggleWhere({}, setting, 'x');
  expect(Object.entries(one)).toEqual([[setting, ['x']]]);
  expect(Object.entries(toggleWhere(one, setting, 'x'))).toEqual([]);
});
