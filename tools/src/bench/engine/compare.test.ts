import { describe, expect, it } from 'vitest';
import { fastest, firstDisagreement, isComparable, median } from './compare.js';

it('the median is the middle value, or the mean of the two in the middle', () => {
  expect(median([3, 100, 1])).toBe(3);
  expect(median([4, 1, 2, 100])).toBe(3);
  expect(median([])).toBeNaN();
});

describe('losses', () => {
  it('agree within a thousandth of the loss, or of 1', () => {
    expect(firstDisagreement([7.006, 0.1009], [7, 0.1])).toBeUndefined();
    expect(firstDisagreement([7, 7.008], [7, 7])).toBe(1);
    expect(firstDisagreement([0.1, 0.1011], [0.1, 0.1])).toBe(1);
  });

  it('that are missing or no numbers agree with nothing', () => {
    expect(firstDisagreement([1, 1], [1])).toBe(1);
    expect(firstDisagreement([1], [1, 1])).toBe(1);
    expect(firstDisagreement([NaN], [NaN])).toBe(0);
    expect(firstDisagreement([Infinity], [Infinity])).toBe(0);
  });
});

it('the fastest layout is the one with the least median', () => {
  const slow = { name: 'slow', ms: [1, 9, 9] };
  const fast = { name: 'fast', ms: [5, 5, 99] };
  expect(fastest([slow, fast]).name).toBe('fast');
});

it.each([
  ['2.13.0+cpu', true],
  ['2.0.1', true],
  ['10.0', true],
  ['1.13.0a0', false],
  ['unknown', false],
])('torch %s is comparable: %s', (version, comparable) => {
  expect(isComparable(version)).toBe(comparable);
});
