import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { loadNumber, loadValues, storeNumber, storeValues } from './numbers.js';

describe('stored numbers', () => {
  it('are read back as they were, NaN and infinities included', () => {
    fc.assert(
      fc.property(fc.double(), (number) => {
        expect(loadNumber(storeNumber(number))).toBe(number);
      }),
    );
    expect(storeNumber(NaN)).toEqual({ value: null, special: 'NaN' });
  });

  it('survive as named values, under any name', () => {
    // JSON has no -0.
    const number = fc.double().filter((value) => !Object.is(value, -0));
    fc.assert(
      fc.property(fc.dictionary(fc.string(), number), (values) => {
        expect(Object.entries(loadValues(storeValues(values)))).toEqual(Object.entries(values));
      }),
    );
  });

  it('are never guessed: an unknown name is a defect', () => {
    expect(() => loadValues('{"loss":"toString"}')).toThrow(/internal: .*cannot read/);
    expect(() => loadNumber({ value: null, special: null })).toThrow(/internal/);
  });
});
